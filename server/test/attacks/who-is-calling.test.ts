import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { somebody } from '../callers.ts';
import { type Production, startProduction } from './production.ts';

const LIMITS = { LIMIT_LOGIN_ADDRESS: '3/900' };

/** The headers by which proxies tell whom they speak for. Only the first is ever read. */
const CLAIMS = ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'True-Client-IP', 'CF-Connecting-IP', 'X-Client-IP'];

let direct: Production;
let behindProxy: Production;

beforeAll(async () => {
  [direct, behindProxy] = await Promise.all([
    startProduction(LIMITS),
    startProduction({ ...LIMITS, TRUST_PROXY: '1' }),
  ]);
});
afterAll(async () => {
  await direct?.stop();
  await behindProxy?.stop();
});

/** The address in the log's line about a request. */
async function addressOf(server: Production, headers: Record<string, string>): Promise<string> {
  const answer = await server.visitor().post('{}', { origin: 'https://evil.example', ...headers });
  const [line] = await server.linesAbout(answer);
  return line?.address;
}

/** What wrong passwords are answered, each sent with another value of the header. */
async function guess(server: Production, forwarded: string[]): Promise<string[]> {
  const answers = forwarded.map((value) =>
    server.visitor({ 'x-forwarded-for': value }).login(`nobody-${value}`, 'wrong'),
  );
  return (await Promise.all(answers)).map(({ __typename }) => __typename).sort();
}

const THREE_OF_FIVE = [...Array(3).fill('InvalidCredentials'), ...Array(2).fill('TooManyAttempts')];

describe('without TRUST_PROXY', () => {
  test('no header changes the address in the log, and one line warns of it', async () => {
    for (const claim of CLAIMS) {
      const value = claim === 'Forwarded' ? 'for=203.0.113.9' : '203.0.113.9';
      expect(await addressOf(direct, { [claim]: value }), claim).toBe('127.0.0.1');
    }
    await addressOf(direct, { 'x-forwarded-for': '203.0.113.10' });

    const warnings = (await direct.log()).filter(({ level, msg }) => level === 40 && msg.includes('X-Forwarded-For'));
    expect(warnings.map(({ msg }) => msg)).toEqual([
      'X-Forwarded-For from 127.0.0.1 is ignored: limits count all clients as one that come through it; set TRUST_PROXY',
    ]);
  });

  test('the header gives nobody another allowance', async () => {
    expect(
      await guess(
        direct,
        [1, 2, 3, 4, 5].map((last) => `203.0.113.${last}`),
      ),
    ).toEqual(THREE_OF_FIVE);
  });
});

describe('behind the proxy that TRUST_PROXY says', () => {
  test('the log and the list of one’s sessions have the client’s address', async () => {
    const browser = behindProxy.visitor({ 'x-forwarded-for': '[2001:DB8::7]:443' });
    await browser.signup(somebody());

    expect(await behindProxy.linesAbout(browser.last)).toMatchObject([{ event: 'signedUp', address: '2001:db8::7' }]);
    expect(await browser.mySessions()).toMatchObject([{ address: '2001:db8::7' }]);
  });

  test('a client can’t choose it: what stands before the proxy’s own word is made up', async () => {
    for (const forwarded of [
      '198.51.100.1, 203.0.113.9',
      '198.51.100.1,,127.0.0.1 , 203.0.113.9',
      '"; --, 203.0.113.9',
    ]) {
      expect(await addressOf(behindProxy, { 'x-forwarded-for': forwarded }), forwarded).toBe('203.0.113.9');
    }
    for (const claim of CLAIMS.slice(1)) {
      const headers = { 'x-forwarded-for': '203.0.113.9', [claim]: '198.51.100.1' };
      expect(await addressOf(behindProxy, headers), claim).toBe('203.0.113.9');
    }
    const twoLines = await behindProxy.sendRaw(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: https://evil.example\r\n' +
        'X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-For: 203.0.113.10\r\nContent-Length: 0\r\n\r\n',
    );
    const id = String(/x-request-id: (\S+)/i.exec(twoLines)?.[1]);
    const lines = await behindProxy.linesAbout({ headers: new Headers({ 'x-request-id': id }) });
    expect(lines).toMatchObject([{ address: '203.0.113.10' }]);
  });

  test('made-up addresses give a client no other allowance', async () => {
    const forwarded = [1, 2, 3, 4, 5].map((last) => `198.51.100.${last}, 203.0.113.20`);
    expect(await guess(behindProxy, forwarded)).toEqual(THREE_OF_FIVE);
  });

  test('what is no address counts as the proxy’s own, and is in no line', async () => {
    for (const garbage of ['unknown', '203.0.113.9.evil.example', '_hidden', '999.1.1.1', 'x'.repeat(8000), ',', '']) {
      expect(await addressOf(behindProxy, { 'x-forwarded-for': garbage }), garbage).toBe('127.0.0.1');
    }
    expect(behindProxy.output()).not.toMatch(/_hidden|999\.1|203\.0\.113\.9\.evil|xxxx/);
  });

  test('there is nothing to warn of', async () => {
    expect((await behindProxy.log()).filter(({ msg }) => String(msg).includes('X-Forwarded-For'))).toEqual([]);
  });
});
