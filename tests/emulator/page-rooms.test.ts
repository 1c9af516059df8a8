import { copyToRoom, giveRoomBack } from '@pmds/emulator/query/page-rooms';
import { aWorld } from './server-world';

const text = (byte: number, length = 100_000): Buffer => Buffer.alloc(length, byte);

describe('the room of a page', () => {
  it('is used again once the page has been sent, and not before', () => {
    const first = copyToRoom(text(1));
    const second = copyToRoom(text(2));
    expect(second.buffer).not.toBe(first.buffer);
    giveRoomBack(first);
    const third = copyToRoom(text(3, 90_000));
    expect(third.buffer).toBe(first.buffer);
    expect(third.equals(text(3, 90_000))).toBe(true);
    expect(second.equals(text(2))).toBe(true);
    giveRoomBack(second);
    giveRoomBack(third);
  });

  it('is not lent twice when it is given back twice', () => {
    const page = copyToRoom(text(1, 300_000));
    giveRoomBack(page);
    giveRoomBack(page);
    const [one, two] = [copyToRoom(text(2, 300_000)), copyToRoom(text(3, 300_000))];
    expect(one.buffer).not.toBe(two.buffer);
    expect(one.equals(text(2, 300_000))).toBe(true);
  });

  it('is only for long texts, and other memory is never taken for it', () => {
    const short = copyToRoom(text(1, 10));
    const other = Buffer.alloc(131_072);
    giveRoomBack(short);
    giveRoomBack(other);
    expect(copyToRoom(text(2, 131_072)).buffer).not.toBe(other.buffer);
  });

  it('D keeps pages apart that are read side by side, over and over', async () => {
    await using world = await aWorld();
    await world.admin('POST', 'generate', { contacts: 2_000, leads: 0, columns: 20 });
    const page = (from: number) =>
      `contacts?fetchXml=${encodeURIComponent(`<fetch count="1000" page="${String(from)}"><entity name="contact"><all-attributes/><order attribute="contactid"/></entity></fetch>`)}`;
    const first = (await world.call('GET', page(1))).text;
    const second = (await world.call('GET', page(2))).text;
    expect(first).not.toBe(second);
    const again = await Promise.all([1, 2, 2, 1, 1, 2].map(async (from) => (await world.call('GET', page(from))).text));
    const values = (body: string): unknown => (JSON.parse(body) as { readonly value: unknown }).value;
    const [one, two] = [values(first), values(second)];
    expect(again.map(values)).toEqual([one, two, two, one, one, two]);
  });
});
