import { Many, Text, Whole } from './fields.js';

export class FieldProblem {
  @Text() field: string;
  @Text() code: string;
  @Text() detail: string;
}

/** RFC 9457, as the shell's ProblemFilter writes it. `code` is stable; `title` and `detail` are for people. */
export class Problem {
  @Text() type: string;
  @Text() title: string;
  @Whole() status: number;
  @Text() code: string;
  @Text() detail: string;
  @Text() correlationId: string;
  @Many(() => FieldProblem, { optional: true }) errors?: FieldProblem[];
}
