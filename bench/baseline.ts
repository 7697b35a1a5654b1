import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CASES } from './cases.ts';
import type { CaseName } from './options.ts';
import { figure, type Outcome, type Ratio } from './outcome.ts';
import type { Run } from './run.ts';
import { median } from './statistics.ts';

const FILE = fileURLToPath(new URL('./baseline.json', import.meta.url));

/** What may be lost of a ratio before it is a failure. */
const MOST_LOST = 0.25;
/** A busy machine gets so many more chances, for the cases that seem to have lost. */
const CHANCES = 2;

type Baseline = Record<string, number>;

/** Compares ratios with the checked-in ones, or makes them those; answers the exit code. */
export async function holdAgainstBaseline(
  run: Run,
  outcomes: Record<string, Outcome>,
  print: (text: string) => void,
): Promise<number> {
  if (run.options.writeBaseline) {
    write(Object.values(outcomes).flatMap(({ ratios }) => ratios));
    print(`Written to ${FILE}.`);
    return 0;
  }
  const baseline = read();
  const lost: string[] = [];
  for (const [name, { ratios }] of Object.entries(outcomes)) {
    lost.push(...(await lossesOf(run, name as CaseName, ratios, baseline, print)));
  }
  print(lost.length === 0 ? 'Nothing is lost.' : lost.join('\n'));
  return lost.length === 0 ? 0 : 1;
}

/** A loss is one that is seen every time; the median of all times is what is told. */
async function lossesOf(
  run: Run,
  name: CaseName,
  first: Ratio[],
  baseline: Baseline,
  print: (text: string) => void,
): Promise<string[]> {
  const times = [first];
  while (times.every((ratios) => losses(ratios, baseline).length > 0) && times.length <= CHANCES) {
    print(`${name}: ${losses(times.at(-1) ?? [], baseline).join('; ')}. Once more, in case it was the machine.`);
    times.push((await CASES[name](run)).ratios);
  }
  if (times.length <= CHANCES || losses(times.at(-1) ?? [], baseline).length === 0) {
    return [];
  }
  const middle = first.map((ratio) => ({
    ...ratio,
    value: median(times.map((ratios) => ratioNamed(ratios, ratio.name))),
  }));
  return losses(middle, baseline);
}

function losses(ratios: Ratio[], baseline: Baseline): string[] {
  return ratios.flatMap((ratio) => {
    const before = baseline[ratio.name];
    if (before === undefined) {
      return [`${ratio.name} isn't in ${FILE}: --write-baseline`];
    }
    const kept = ratio.better === 'higher' ? ratio.value / before : before / ratio.value;
    return kept < 1 - MOST_LOST ? [`LOST: ${ratio.name} was ${figure(before)}, is ${figure(ratio.value)}`] : [];
  });
}

function ratioNamed(ratios: Ratio[], name: string): number {
  return ratios.find((ratio) => ratio.name === name)?.value ?? Number.NaN;
}

function read(): Baseline {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Baseline) : {};
}

/** Those of cases that weren't measured stay. */
function write(ratios: Ratio[]): void {
  const fresh = Object.fromEntries(ratios.map(({ name, value }) => [name, Number(value.toPrecision(3))]));
  writeFileSync(FILE, `${JSON.stringify({ ...read(), ...fresh }, null, 2)}\n`);
}
