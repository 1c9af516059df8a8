import { fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';
import { pickLists } from '../../controls/MarketingLists/MarketingLists/pick-lists';
import { fewNames } from '../../controls/shared/few-names';
import { formRecord } from '../../controls/shared/form-record';
import * as icons from '../../controls/shared/generated/icon-paths';
import { useActiveRow } from '../../controls/shared/use-active-row';
import { useWindow } from '../../controls/shared/use-window';
import { callWebApi } from '../../controls/shared/web-api';
import { type Answer, fakeWebApi } from './fakes/web-api.js';

const id = '11111111-1111-4111-8111-111111111111';

describe('names in a sentence', () => {
  const texts = ((_key: string, names: string, more: number) => `${names} and ${String(more)} more`) as never;
  const names = (count: number) => Array.from('abcdefgh').slice(0, count);

  it('are all there up to six: "and 1 more" would be no shorter than the name', () => {
    expect(fewNames(names(1), texts)).toBe('a');
    expect(fewNames(names(6), texts)).toBe('a, b, c, d, e, f');
  });

  it('are the first five and the number of the others from seven on, with whatever stands between them', () => {
    expect(fewNames(names(7), texts)).toBe('a, b, c, d, e and 2 more');
    expect(fewNames(names(8), texts, '; ')).toBe('a; b; c; d; e and 3 more');
  });
});

describe('the record around a control', () => {
  const of = (contextInfo?: object) => formRecord({ contextInfo } as never);

  it('is the one that the host names, its id bare and in small letters', () => {
    expect(of({ entityId: `{${id.toUpperCase()}}`, entityTypeName: 'pmds_datasync' })).toEqual({
      table: 'pmds_datasync',
      id,
    });
  });

  it.each([
    ['no context', undefined],
    ['no id', { entityTypeName: 'pmds_datasync' }],
    ['an id of zeros', { entityId: '00000000-0000-0000-0000-000000000000', entityTypeName: 'pmds_datasync' }],
    ['no table', { entityId: id }],
  ])('is none where the host gives %s', (_, info) => {
    expect(of(info)).toBeNull();
  });
});

describe('lists picked in the lookup of the platform', () => {
  const picked = (answer: Promise<unknown>) => pickLists({ lookupObjects: () => answer } as never);

  it('are each there once, by their bare ids in small letters; one without a name goes by its id', async () => {
    const upper = `{${id.toUpperCase()}}`;
    expect(
      await picked(
        Promise.resolve([
          { id: upper, name: 'A' },
          { id, name: 'A' },
        ]),
      ),
    ).toEqual([{ id, name: 'A' }]);
    expect(await picked(Promise.resolve([{ id: upper }]))).toEqual([{ id, name: id }]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('cancelled'))],
    ['gives null', () => Promise.resolve(null)],
    ['gives nothing', () => Promise.resolve([])],
  ])('are none when somebody cancels and the host %s', async (_, answer) => {
    expect(await picked(answer())).toEqual([]);
  });
});

describe('an answer of the Web API', () => {
  async function asked(answer: Answer): Promise<unknown> {
    const api = fakeWebApi(() => answer);
    try {
      return await callWebApi('WhoAmI').catch((error: unknown) => ({
        ...(error as object),
        ...{ said: String(error) },
      }));
    } finally {
      api.restore();
    }
  }

  it('is its body, and null where there is none', async () => {
    expect(await asked({ status: 200, body: { value: [] } })).toEqual({ value: [] });
    expect(await asked({ status: 204 })).toBeNull();
  });

  it.each<[string, Answer, RegExp, string | null]>([
    [
      'the code and words of the platform',
      { status: 403, body: { error: { code: '0x80040220', message: 'No.' } } },
      /No\./,
      '0x80040220',
    ],
    [
      'its status, where the platform gives no words',
      { status: 500, body: { error: { code: 7, message: 9 } } },
      /HTTP 500/,
      null,
    ],
    ['its status, where there is no body', { status: 404 }, /HTTP 404/, null],
  ])('that is no success is thrown with %s', async (_, answer, words, code) => {
    expect(await asked(answer)).toMatchObject({ said: expect.stringMatching(words) as string, code });
  });
});

it('every icon draws something, each something else', () => {
  const paths = Object.values(icons);
  expect(paths.filter((path) => !/^M\d/.test(path))).toEqual([]);
  expect(new Set(paths).size).toBe(paths.length);
});

describe('the active row', () => {
  function Rows({ names }: { readonly names: readonly string[] }) {
    const [active, go] = useActiveRow(names);
    const to = [0, 1, 9].map((row) => (
      <button key={row} onClick={() => go(row)}>
        {`to ${String(row)}`}
      </button>
    ));
    return (
      <div>
        <output>{active}</output>
        {to}
      </div>
    );
  }
  const active = () => screen.getByRole('status').textContent;
  const go = (row: number) => fireEvent.click(screen.getByText(`to ${String(row)}`));

  it('is none at first, then the one that was gone to, and stays when a row is meant that is not there', () => {
    render(<Rows names={['a', 'b']} />);
    expect(active()).toBe('-1');
    go(1);
    expect(active()).toBe('1');
    go(9);
    expect(active()).toBe('1');
  });
});

describe('rows that are kept in the document', () => {
  /** A list of rows 40 px high, ten on a page, under a head of 40 px. */
  function List({ rows, ask }: { readonly rows: number; readonly ask: (view: ReturnType<typeof useWindow>) => void }) {
    const view = useWindow(rows, { rowHeightPx: 40, pageRows: 10, headPx: 40 });
    ask(view);
    return <div role="list" ref={view.scroller} onScroll={view.onScroll} />;
  }
  function shown(rows: number, { scrollTop = 0, clientHeight = 0 } = {}) {
    let view: ReturnType<typeof useWindow> | null = null;
    const ask = (now: ReturnType<typeof useWindow>) => (view = now);
    const { rerender, unmount } = render(<List rows={rows} ask={ask} />);
    const list = screen.getByRole('list');
    Object.defineProperty(list, 'clientHeight', { value: clientHeight });
    list.scrollTop = scrollTop;
    fireEvent.scroll(list);
    return {
      now: () => view as unknown as ReturnType<typeof useWindow>,
      unmount,
      rerender: (n: number) => rerender(<List rows={n} ask={ask} />),
    };
  }

  it('are those of a page and 28 more on each side, and never more than there are', () => {
    const { now, rerender } = shown(1_000, { scrollTop: 20_000 });
    expect([now().from, now().to]).toEqual([500 - 28, 500 + 10 + 28]);
    // A filter leaves twelve: the last page of them, not nothing.
    rerender(12);
    expect([now().from, now().to]).toEqual([0, 12]);
    rerender(3);
    expect([now().from, now().to]).toEqual([0, 3]);
  });

  it('can be seen as a whole, but for half a pixel, between head and lower edge', () => {
    const { now, unmount } = shown(100, { scrollTop: 400.4, clientHeight: 240 });
    // 200 px below the head: from 400.4 to 600.4.
    expect([9, 10, 14, 15].map((row) => now().inView(row))).toEqual([false, true, true, false]);
    expect(now().firstInView()).toBe(11);
    unmount();
    const scrolled = shown(100, { scrollTop: 400.6, clientHeight: 240 });
    expect([10, 11, 14, 15].map((row) => scrolled.now().inView(row))).toEqual([false, true, true, false]);
  });
});
