// The generated code that isn't committed, for both sides: what tests and types need before they can start.
import './generate-prisma.ts';
import { generateClient } from './generate-client.ts';

await generateClient();
