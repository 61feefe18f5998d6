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
      // Only what an index reads, below; anything else is tested, or asserted by defined().
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'TSNonNullExpression:not(:has(> MemberExpression[computed=true]))',
          message: 'Write `!` only after an index; test the value, or call defined() from #shared/language/defined.ts.'
        }
      ],
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
