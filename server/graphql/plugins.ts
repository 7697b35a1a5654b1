import type { Plugin } from 'graphql-yoga';

/** Plugins of your own. Their parse, validate, context and execute hooks run; those of Yoga's HTTP layer do not. */
export const plugins: Plugin[] = [];

/** Hooks that only Yoga's HTTP layer calls. Our door doesn't use that layer, so these would silently never run. */
const HTTP_HOOKS = [
  'onRequest',
  'onRequestParse',
  'onParams',
  'onExecutionResult',
  'onResultProcess',
  'onResponse',
  'instrumentation',
] as const;

/** Refuses a plugin that counts on hooks which never run. */
export function requireRunnable(plugins: readonly Plugin[]): void {
  for (const plugin of plugins) {
    const unused = HTTP_HOOKS.filter((hook) => hook in plugin);
    if (unused.length > 0) {
      throw new Error(
        `a GraphQL plugin has ${unused.join(', ')}, which never runs here: see server/graphql/plugins.ts`,
      );
    }
  }
}
