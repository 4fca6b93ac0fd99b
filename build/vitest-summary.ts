import { writeFileSync } from 'node:fs';
import { type Reporter, type TestModule } from 'vitest/node';

/** What one suite came to. `build/test.ts` adds these up. */
export interface SuiteSummary {
  readonly passed: number;
  /** Tests that failed, files that did not load, errors that belong to no test. */
  readonly failed: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string | undefined }[];
}

/** The variable that names the file into which the summary goes. */
export const SUMMARY_FILE = 'CARPUTER_TEST_SUMMARY';

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const file = process.env[SUMMARY_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(summarize(modules, unhandledErrors.length)));
  }
}

function summarize(modules: readonly TestModule[], strayErrors: number): SuiteSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const inState = (state: string) => tests.filter((test) => test.result().state === state);
  const failedHooks = suites.reduce((sum, suite) => sum + suite.errors().length, 0);

  return {
    passed: inState('passed').length,
    // A test that is still pending was never run to its end.
    failed: inState('failed').length + inState('pending').length + failedHooks + strayErrors,
    skipped: inState('skipped').map((test) => {
      const result = test.result();
      return { name: test.fullName, reason: result.state === 'skipped' ? result.note : undefined };
    }),
  };
}
