import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import { defineConfig } from 'eslint/config'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

// Components only: oxlint checks all other code, with types and in seconds (.oxlintrc.json), but does not read markup.
// Rules that need types are left out here: building the types of every component took minutes, and svelte-check reports
// type errors of components anyway.
export default defineConfig(
  { ignores: ['**/*', '!src-renderer/', '!src-renderer/**/', '!src-renderer/**/*.svelte'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser, svelteConfig } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // A typed array read in range, or a value that was just tested, is asserted with `!`; the type checker cannot see it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error'
    }
  }
)
