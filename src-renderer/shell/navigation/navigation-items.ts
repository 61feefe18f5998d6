import type { Route, ScreenName } from '../../state/navigation/route.ts'
import type { IconName } from '../../ui/primitives/icons.ts'

/** One line of the navigation. */
export interface NavigationItem {
  readonly label: string
  readonly icon: IconName
  readonly screen: ScreenName
  readonly route: Route
  /** The command that does the same. */
  readonly command: string
}

/** The navigation in its groups; registries are nested below the first one by the component. */
export const navigationGroups: readonly {
  readonly title: string | undefined
  readonly items: readonly NavigationItem[]
}[] = [
  {
    title: undefined,
    items: [
      {
        label: 'Overview',
        icon: 'overview',
        screen: 'overview',
        route: { screen: 'overview' },
        command: 'go.overview'
      },
      { label: 'Patients', icon: 'person', screen: 'patients', route: { screen: 'patients' }, command: 'go.patients' },
      {
        label: 'Cost and use',
        icon: 'money',
        screen: 'cost',
        route: { screen: 'cost', tab: 'summary' },
        command: 'go.cost'
      },
      {
        label: 'Risk',
        icon: 'gauge',
        screen: 'risk',
        route: { screen: 'risk', tab: 'scores' },
        command: 'go.risk'
      }
    ]
  },
  {
    title: 'Quality',
    items: [
      {
        label: 'Measures',
        icon: 'gauge',
        screen: 'measures',
        route: { screen: 'measures', tab: 'scorecard' },
        command: 'go.measures'
      },
      { label: 'Care gaps', icon: 'list', screen: 'gaps', route: { screen: 'gaps' }, command: 'go.gaps' },
      {
        label: 'Measure content',
        icon: 'document',
        screen: 'content',
        route: { screen: 'content', tab: 'measures' },
        command: 'go.content'
      },
      { label: 'CQL editor', icon: 'code', screen: 'cql', route: { screen: 'cql' }, command: 'go.cql' }
    ]
  },
  {
    title: 'Explore',
    items: [
      { label: 'Boards', icon: 'pin', screen: 'boards', route: { screen: 'boards' }, command: 'go.boards' },
      { label: 'Cohorts', icon: 'people', screen: 'cohorts', route: { screen: 'cohorts' }, command: 'go.cohorts' },
      { label: 'Explore', icon: 'chart', screen: 'explore', route: { screen: 'explore' }, command: 'go.explore' },
      { label: 'Views', icon: 'table', screen: 'views', route: { screen: 'views' }, command: 'go.views' },
      { label: 'SQL', icon: 'code', screen: 'sql', route: { screen: 'sql' }, command: 'go.sql' }
    ]
  },
  {
    title: 'Data',
    items: [
      {
        label: 'Connections',
        icon: 'plug',
        screen: 'connections',
        route: { screen: 'connections' },
        command: 'go.connections'
      },
      { label: 'Sources', icon: 'merge', screen: 'sources', route: { screen: 'sources' }, command: 'go.sources' },
      { label: 'Data quality', icon: 'shield', screen: 'quality', route: { screen: 'quality' }, command: 'go.quality' },
      {
        label: 'Snapshots',
        icon: 'layers',
        screen: 'snapshots',
        route: { screen: 'snapshots' },
        command: 'go.snapshots'
      }
    ]
  },
  {
    title: 'Workspace',
    items: [
      {
        label: 'Sharing',
        icon: 'export',
        screen: 'sharing',
        route: { screen: 'sharing', tab: 'pack' },
        command: 'go.sharing'
      },
      { label: 'Audit log', icon: 'lock', screen: 'audit', route: { screen: 'audit' }, command: 'go.audit' },
      { label: 'Settings', icon: 'settings', screen: 'settings', route: { screen: 'settings' }, command: 'go.settings' }
    ]
  }
]
