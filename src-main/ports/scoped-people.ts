import type { RoleState } from '#shared/roles/role.ts'

/** Finds the people whom a role shows. */
export interface ScopedPeoplePort {
  /**
   * @param population key of the source that the ids are of
   * @returns ids of Patient resources
   * @throws AppError `not-allowed` where they cannot be determined
   */
  find(population: string, access: RoleState): Promise<ReadonlySet<string>>
}
