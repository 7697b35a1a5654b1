import type { Command } from 'commander';
import { givenEnvironment, loadConfig } from '../config.ts';
import { type Finding, judgeDeployment } from './deployment-findings.ts';
import { Refusal } from './refusal.ts';
import { say } from './terminal.ts';

const EXIT_CODES = `
Exit codes of --deploy: 0 nothing found; 1 warnings; 2 errors, with which the service is unsafe or won’t start.
It reads the environment alone, and asks no store.`;

/** `check`: whether the environment can be used; `--deploy`: whether production should. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('Checks the environment; with --deploy as production would read it, and whether it is safe.')
    .option('--deploy', 'as production')
    .addHelpText('after', EXIT_CODES)
    .action(({ deploy = false }: { deploy?: boolean }) => (deploy ? checkDeployment() : checkEnvironment()));
}

function checkEnvironment(): void {
  const { warnings } = loadConfig();
  for (const warning of warnings) {
    say(`Warning: ${warning}`);
  }
  say('The environment can be used.');
}

/** @throws {Refusal} with the gravest finding's exit code */
function checkDeployment(): void {
  const findings = judgeDeployment(givenEnvironment());
  for (const { severity, message } of findings) {
    say(`${severity === 'error' ? 'Error' : 'Warning'}: ${message}`);
  }
  if (findings.length === 0) {
    say('Nothing unsafe was found.');
    return;
  }
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  throw new Refusal(summary(errors, findings), errors > 0 ? 2 : 1);
}

function summary(errors: number, { length }: Finding[]): string {
  return `${errors} errors, ${length - errors} warnings.`;
}
