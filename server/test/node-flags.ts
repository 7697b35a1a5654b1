/** PostgreSQL as WebAssembly lives for seconds in a test: compiling it fast is worth more than compiling it well. */
export const NODE_FLAGS = ['--liftoff-only'];
