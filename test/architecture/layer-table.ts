/** Which of our folders a folder may import from (itself always). The first matching prefix of a file is its layer. */
export const layers: readonly (readonly [layer: string, may: readonly string[]])[] = [
  ['src-main/shared/', []],
  ['src-main/host/ports.ts', ['src-main/shared/']],
  [
    'src-main/host/',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/storage/', 'src-main/log/', 'src-main/audit/']
  ],
  ['src-main/storage/', ['src-main/shared/', 'src-main/host/ports.ts']],
  ['src-main/audit/', ['src-main/shared/', 'src-main/storage/', 'src-main/host/ports.ts']],
  ['src-main/log/', ['src-main/shared/', 'src-main/storage/', 'src-main/host/ports.ts']],
  ['src-main/auth/', ['src-main/shared/', 'src-main/host/ports.ts']],
  ['src-main/vendors/', ['src-main/shared/', 'src-main/auth/']],
  [
    'src-main/bulk/',
    ['src-main/shared/', 'src-main/auth/', 'src-main/vendors/', 'src-main/storage/', 'src-main/host/ports.ts']
  ],
  [
    'src-main/connections/',
    [
      'src-main/shared/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/vendors/',
      'src-main/storage/',
      'src-main/host/ports.ts'
    ]
  ],
  [
    'src-main/jobs/',
    [
      'src-main/shared/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/connections/',
      'src-main/vendors/',
      'src-main/storage/',
      'src-main/host/ports.ts'
    ]
  ],
  ['src-main/schedule/', ['src-main/shared/', 'src-main/connections/', 'src-main/jobs/', 'src-main/host/ports.ts']],
  [
    'src-main/imports/',
    ['src-main/shared/', 'src-main/storage/', 'src-main/host/ports.ts', 'src-renderer/engine/source/']
  ],
  ['src-main/sandbox/', ['src-main/shared/', 'src-main/host/ports.ts']],
  [
    'src-main/snapshots/',
    [
      'src-main/shared/',
      'src-main/host/ports.ts',
      'src-main/host/system.ts',
      'src-main/host/keyring-handlers.ts',
      'src-main/host/snapshot-handlers.ts',
      'src-main/imports/',
      'src-main/storage/',
      'src-renderer/engine/ndjson/'
    ]
  ],
  [
    'src-main/worklist/',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/host/worklist-handlers.ts', 'src-main/storage/']
  ],
  [
    'src-main/drafts/',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/host/draft-handlers.ts', 'src-main/storage/']
  ],
  [
    'src-main/content/',
    [
      'src-main/shared/',
      'src-main/host/ports.ts',
      'src-main/host/measure-handlers.ts',
      'src-main/storage/',
      'src-renderer/engine/content/',
      'src-renderer/engine/elm/'
    ]
  ],
  [
    'src-main/headless/',
    [
      'src-main/shared/',
      'src-main/imports/',
      'src-main/snapshots/',
      'src-main/sandbox/',
      'src-main/storage/',
      'src-main/audit/',
      'src-main/jobs/',
      'src-main/log/',
      'src-main/compose-connections.ts',
      'src-main/host/ports.ts',
      'src-main/host/installation.ts',
      'src-main/host/node/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/vendors/',
      'src-main/host/system.ts',
      'src-renderer/engine/'
    ]
  ],
  [
    'src-main/compose.ts',
    [
      'src-main/shared/',
      'src-main/compose-connections.ts',
      'src-main/content/',
      'src-main/drafts/',
      'src-main/host/',
      'src-main/imports/',
      'src-main/snapshots/',
      'src-main/worklist/',
      'src-main/sandbox/',
      'src-main/audit/',
      'src-main/storage/',
      'src-main/log/'
    ]
  ],
  [
    'src-main/compose-sample.ts',
    ['src-main/shared/', 'src-main/host/ports.ts', 'src-main/auth/', 'src-main/connections/', 'src-main/sandbox/']
  ],
  [
    'src-main/compose-connections.ts',
    [
      'src-main/shared/',
      'src-main/compose-sample.ts',
      'src-main/audit/',
      'src-main/host/',
      'src-main/auth/',
      'src-main/bulk/',
      'src-main/connections/',
      'src-main/jobs/',
      'src-main/schedule/',
      'src-main/sandbox/',
      'src-main/snapshots/',
      'src-main/storage/'
    ]
  ],
  ['src-main/preload.ts', ['src-main/shared/']],
  ['src-main/', ['src-main/', 'src-renderer/engine/']],
  ['src-renderer/engine/', ['src-main/shared/']],
  ['src-renderer/workers/', ['src-main/shared/', 'src-renderer/engine/', 'resources/']],
  ['src-renderer/host/', ['src-main/shared/']],
  ['src-renderer/state/', ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/workers/', 'src-renderer/host/']],
  ['src-renderer/charts/', ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/ui/', 'src-renderer/state/']],
  [
    'src-renderer/ui/',
    ['src-main/shared/', 'src-renderer/engine/', 'src-renderer/state/', 'src-renderer/workers/', 'resources/']
  ],
  [
    'src-renderer/dashboards/',
    [
      'src-main/shared/',
      'src-renderer/engine/',
      'src-renderer/state/',
      'src-renderer/ui/',
      'src-renderer/charts/',
      'src-renderer/workers/'
    ]
  ],
  ['src-renderer/', ['src-renderer/', 'src-main/shared/']]
]
