import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

const yoga: string = JSON.parse(readFileSync('node_modules/graphql-yoga/package.json', 'utf8')).version;
const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
const cores = availableParallelism();
const gigabytes = Math.round(totalmem() / 2 ** 30);

/** What the figures were measured on. */
export const machine = {
  node: process.version,
  yoga,
  system: `${type()} ${release()}`,
  processor,
  cores,
  gigabytes,
  story: `Node ${process.version}, Yoga ${yoga}, ${type()}, ${cores} cores of ${processor}, ${gigabytes} GB.`,
};
