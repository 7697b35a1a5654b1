// Everything that is made from the sources: the generated code, the printed schema, and the bundle.
import './generate.ts';
import './bundle.ts';
