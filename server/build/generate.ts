import { writeFile } from 'node:fs/promises';
import './generate-code.ts';

// The generated code has to be there before the schema can be imported.
const { schema } = await import('../graphql/schema.ts');
const { printSchema } = await import('../graphql/print-schema.ts');

await writeFile('server/graphql/schema.graphql', printSchema(schema));
