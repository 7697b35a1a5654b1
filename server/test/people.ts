/** Who the stories are about. */
export const ada = {
  username: 'ada',
  password: 'correct horse battery',
  email: 'ada@example.com',
  firstName: 'Ada',
  lastName: 'Lovelace',
};

export const grace = {
  username: 'grace',
  password: 'nanoseconds of wire',
  email: 'grace@example.com',
  firstName: 'Grace',
  lastName: 'Hopper',
};

export type Person = typeof ada;
