import { execFileSync } from 'node:child_process';

/** Suites that need a program of the machine say so in their name. */
const NEEDS = {
  '\\.redis\\.spec\\.ts$': 'redis-server',
  '\\.browser\\.spec\\.ts$': 'chromium',
  '\\.pdf\\.spec\\.ts$': 'pdftotext',
};

/** Tests run the sources (no build) as ES modules; database suites share one embedded PostgreSQL. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/migrations'],
  testMatch: ['**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', ...leftOut()],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  moduleNameMapper: {
    '^#libs/(.*)$': '<rootDir>/libs/$1/index.ts',
    '^libphonenumber-js$': '<rootDir>/node_modules/libphonenumber-js/index.cjs',
    '^#migrations$': '<rootDir>/migrations/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  globalSetup: '<rootDir>/libs/testing/jest/global-setup.js',
  testSequencer: '<rootDir>/libs/testing/jest/sequencer.js',
  globalTeardown: '<rootDir>/libs/testing/jest/global-teardown.js',
  // generous: a slow machine is no fault of the code, and what hangs is still found
  testTimeout: 120_000,
  maxWorkers: 2,
  // ES modules of a finished suite stay in memory: a worker begins anew before it spends its time collecting garbage
  workerIdleMemoryLimit: '1GB',
};

/** Without a program its suites are left out, in one line; in CI its absence is a failure. */
function leftOut() {
  return Object.entries(NEEDS).flatMap(([pattern, program]) => {
    try {
      execFileSync('which', [program], { stdio: 'ignore' });
      return [];
    } catch {
      if (process.env.CI) throw new Error(`${program} is missing, and in CI every suite runs`);
      if (!process.env.JEST_WORKER_ID) process.stderr.write(`left out: suites that need ${program} (not installed)\n`);
      return [pattern];
    }
  });
}
