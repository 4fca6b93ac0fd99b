import { z } from 'zod';

// The pages' policy forbids eval; zod asks for it when a schema is made, so this module comes before all that make one.
z.config({ jitless: true });
