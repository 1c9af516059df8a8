/** Something that stops `npm start` and that the person in front of it can put right: its message is all they see. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
