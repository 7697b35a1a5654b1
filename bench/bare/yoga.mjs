// GraphQL Yoga as its documentation sets it up for production, in the version that we use, with one field.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';

const schema = createSchema({
  typeDefs: 'type Query { hello: String! }',
  resolvers: { Query: { hello: () => 'world' } },
});

createServer(createYoga({ schema, logging: false, graphiql: false, landingPage: false })).listen(
  Number(process.env.PORT),
  '127.0.0.1',
);
