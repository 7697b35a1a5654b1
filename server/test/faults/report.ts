import type { Reporter, TestModule } from 'vitest/node';
import type { Counts } from './tally.ts';

/** Prints what every scenario has counted, when all have run. */
export class CountsReporter implements Reporter {
  private readonly began = performance.now();

  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines: string[] = [];
    let violations = 0;
    for (const scenario of modules.flatMap((module) => [...module.children.allTests()])) {
      const { counts } = scenario.meta();
      if (counts) {
        violations += counts.violations.length;
        const seconds = ((scenario.diagnostic()?.duration ?? 0) / 1000).toFixed(1);
        lines.push(scenario.fullName.replaceAll(' > ', ': '), `    ${describe(counts)}; ${seconds} s`);
      }
    }
    const seconds = Math.round((performance.now() - this.began) / 1000);
    lines.push('', `${lines.length / 2} scenarios in ${seconds} s, ${violations} violations`);
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
}

function describe({ rounds, seen, longest, violations }: Counts): string {
  const parts = Object.entries(seen).map(([what, count]) => `${count} ${what}`);
  const times = Object.entries(longest).map(([what, time]) => `${what} within ${(time / 1000).toFixed(1)} s`);
  return [`${rounds} rounds`, ...parts, ...times, `${violations.length} violations`].join(', ');
}
