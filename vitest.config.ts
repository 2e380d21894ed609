import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['analyzer/**', 'audit/**', 'cli/**', 'viewer/**'],
      reporter: ['text-summary', 'html'],
    },
  },
})
