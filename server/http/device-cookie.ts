import { KNOWN_FOR } from '../accounts/known-device.ts';
import type { Config } from '../config.ts';
import { SECOND } from '../time.ts';
import { cookieKind, valuesOf } from './cookies.ts';

/** As they are made; five of them are some 600 characters, and what is much longer we have not set. */
const MARK = /^[\w.-]{1,200}$/;
const LONGEST = 1000;

export type DeviceCookie = ReturnType<typeof createDeviceCookie>;

/** How a browser carries the marks of the accounts that logged in with it. */
export function createDeviceCookie(config: Pick<Config, 'publicUrl'>) {
  const { name, attributes } = cookieKind('gatehouse-device', config);

  return {
    name,

    /** One that is doubled or malformed marks nothing. */
    read(header: string | undefined): string[] {
      const [value, another] = valuesOf(header, name);
      const usable = value !== undefined && another === undefined && value.length <= LONGEST;
      return usable ? value.split('~').filter((mark) => MARK.test(mark)) : [];
    },

    set: (marks: readonly string[]): string =>
      `${name}=${marks.join('~')}; ${attributes}; Max-Age=${KNOWN_FOR / SECOND}`,
  };
}
