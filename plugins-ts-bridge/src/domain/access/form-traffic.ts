/** Different links of one form within the window. All were signed by the service: what nobody signed counts nowhere. */
export interface FormTraffic {
  /** Of the busiest client. */
  readonly mostOfOneClient: number;
  readonly links: number;
  /** Of those: expired, used up, or of another form. What people have revoked is not among them. */
  readonly refused: number;
}
