import { type GraphQLUnionType, isUnionType } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../graphql/schema.ts';
import { SCENARIOS } from './result-scenarios.ts';
import { startTestApp } from './test-app.ts';

const members = Object.values(schema.getTypeMap())
  .filter((type): type is GraphQLUnionType => isUnionType(type) && type.name.endsWith('Result'))
  .flatMap((union) => union.getTypes().map((member) => ({ union: union.name, member: member.name })));

test.each(members)('$union can be $member', async ({ union, member }) => {
  const scenario = SCENARIOS[union]?.[member];
  expect(scenario, `describe in result-scenarios.ts how ${union} becomes ${member}`).toBeDefined();
  await using app = await startTestApp({ limits: TIGHT });

  expect(await scenario?.(app)).toMatchObject({ __typename: member });
});

/** Few enough to be used up by a scenario about it, and enough for every other. */
const TIGHT = {
  loginAccount: { count: 3, seconds: 900 },
  loginAddress: { count: 20, seconds: 900 },
  signupAddress: { count: 3, seconds: 900 },
  checkPasswordAddress: { count: 3, seconds: 900 },
  revokeAccount: { count: 3, seconds: 900 },
};
