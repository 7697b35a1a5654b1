// The built server; from one SIGUSR2 to the next its processor is watched, and the profile is written to PROFILE.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
let isWatching = false;

process.on('SIGUSR2', async () => {
  isWatching = !isWatching;
  if (isWatching) {
    await session.post('Profiler.start');
  } else {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(process.env.PROFILE, JSON.stringify(profile));
  }
});

await import('../../dist/main.js');
