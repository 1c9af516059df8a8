/** How often links were used, counted exactly by whatever number of processes. */
export interface LinkUseCounter {
  /**
   * Counts one use. @returns whether it is among the first `most`; others are not counted.
   * @param until When the link expires; what is counted may be forgotten then.
   */
  use(name: string, most: number, until: Date): Promise<boolean>;
}
