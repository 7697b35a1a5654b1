import { DEVICE_MARK, KNOWN_FOR, MOST_MARKS } from '../accounts/known-device.ts';
import type { Config } from '../config.ts';
import { SECOND } from '../time.ts';
import { cookieKind, valuesOf } from './cookies.ts';

export type DeviceCookie = ReturnType<typeof createDeviceCookie>;

/** How a browser carries the marks of the accounts that logged in with it. */
export function createDeviceCookie(config: Pick<Config, 'publicUrl'>) {
  const { name, attributes } = cookieKind('gatehouse-device', config);

  return {
    name,

    /** One that is doubled or malformed marks nothing. */
    read(header: string | undefined): string[] {
      const [value, another] = valuesOf(header, name);
      return value === undefined || another !== undefined
        ? []
        : value.split('~', MOST_MARKS).filter((mark) => DEVICE_MARK.test(mark));
    },

    set: (marks: readonly string[]): string[] =>
      marks.length > 0 ? [`${name}=${marks.join('~')}; ${attributes}; Max-Age=${KNOWN_FOR / SECOND}`] : [],
  };
}
