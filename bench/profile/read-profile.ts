import { readFileSync } from 'node:fs';

/** As V8 writes it: samples of the innermost function that ran, and how long ago the last one was, in microseconds. */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/**
 * How long each module was at work itself, in microseconds: by its path in the repository, `node:…` for Node's own, and
 * `(garbage collector)`. What the system does for a call (writing to a socket) counts for whoever called.
 */
export function readProfile(file: string): Map<string, number> {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const moduleOf = createModules();
  const modules = new Map(nodes.map(({ id, callFrame }) => [id, moduleOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = modules.get(id) ?? '';
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  }
  times.delete('(idle)');
  return times;
}

/** esbuild puts a line `// path` before each module of a bundle. */
function createModules() {
  const bundles = new Map<string, string[]>();

  function linesOf(url: string): string[] {
    const lines = bundles.get(url) ?? readFileSync(new URL(url), 'utf8').split('\n');
    bundles.set(url, lines);
    return lines;
  }

  return ({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string => {
    if (!url.startsWith('file:')) {
      return url || (functionName.startsWith('(') ? functionName : 'native');
    }
    const above = linesOf(url).slice(0, lineNumber + 1);
    const marker = above.findLast((line) => /^\/\/ (server|node_modules)\//.test(line));
    return marker ? marker.slice('// '.length) : url;
  };
}
