// The first import of a worker. zod writes programs where it may: here it may not, and its asking, which it does as
// soon as a schema is made, would be a violation of the policy.
import { config } from 'zod';

config({ jitless: true });
