import type { Solution } from '../read/read-solution.js';

/** Something in the solution that an import would refuse, or that would not work after it. */
export interface Problem {
  /** Path in the solution folder. */
  readonly file: string;
  /** The element or name at fault. */
  readonly element: string;
  readonly problem: string;
  /** What to do. */
  readonly remedy: string;
}

export interface Finding extends Problem {
  readonly rule: string;
}

/** One thing that the packer does not check. */
export interface Rule {
  readonly name: string;
  readonly check: (solution: Solution) => Iterable<Problem>;
}

/** Everything wrong with the solution, in the order of the rules. */
export function findings(solution: Solution, rules: readonly Rule[]): readonly Finding[] {
  return rules.flatMap((rule) => [...rule.check(solution)].map((problem) => ({ rule: rule.name, ...problem })));
}

/** One line for people. */
export function findingSentence({ rule, file, element, problem, remedy }: Finding): string {
  return `${file}: ${element}: ${problem} ${remedy} [${rule}]`;
}
