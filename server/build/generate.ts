import { writeFile } from 'node:fs/promises';
import { generateClient } from './generate-client.ts';
import './generate-prisma.ts';

// The generated code has to be there before the schema can be imported.
const { schema } = await import('../graphql/schema.ts');
const { printSchema } = await import('../graphql/print-schema.ts');

await writeFile('server/graphql/schema.graphql', printSchema(schema));
// The client's types come from the schema as it is now.
await generateClient();
