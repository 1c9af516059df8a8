import { askAdmin } from '../dataverse/admin.js';
import type { Picture, Stage } from './camera.js';

const usual = [1_280, 820] as const;
const tall = [1_280, 1_100] as const;

/** Opens a tab of the form, by its place: its name depends on the language. */
async function tab({ page }: Stage, place: number): Promise<void> {
  await page.getByRole('tab').nth(place).click();
  await page.waitForLoadState('networkidle');
}
const fieldsTab = 1;
const runsTab = 2;
const errorsTab = 3;

async function troubledForm(stage: Stage): Promise<void> {
  await stage.sync(stage.world.troubled);
}
async function list(stage: Stage): Promise<void> {
  await stage.open({ etn: 'pmds_datasync' });
  await stage.page.getByRole('gridcell', { name: 'Spring campaign' }).first().waitFor();
}
async function dashboard(stage: Stage): Promise<void> {
  await stage.open({ pagetype: 'dashboard' });
  await stage.page.getByRole('grid').first().waitFor();
  await stage.page.waitForLoadState('networkidle');
}
async function fields(stage: Stage): Promise<void> {
  await stage.sync(stage.world.draft);
  await tab(stage, fieldsTab);
  await stage.page.getByRole('grid').first().getByRole('row').nth(3).waitFor();
}

const webForm = `<form action="/newsletter" method="post">
  <input name="firstname" autocomplete="given-name">
  <input name="lastname" autocomplete="family-name">
  <input name="nickname" autocomplete="nickname">
  <input name="shoesize">
</form>`;

/** Sample pages that a link opens. */
const webFormPages = [
  ['web-form-react', '/frameworks/react.html'],
  ['web-form-journeys', '/builders/journeys-form.html'],
] as const;

/** A page in another language: the form, the list or the dashboard. */
function translated(what: 'form' | 'views' | 'dashboard', language: 'de' | 'fr' | 'he'): Picture {
  const pose = { form: troubledForm, views: list, dashboard }[what];
  const lang = { de: '1031', fr: '1036', he: '1037' }[language];
  return { name: `${what}-${language}`, size: usual, look: { lang }, pose };
}

/** Every picture of the guides, in the order in which they are taken: what changes the world comes last. */
export const pictures: readonly Picture[] = [
  {
    name: 'overview',
    size: tall,
    pose: async (stage) => {
      await stage.sync(stage.world.safe);
      await stage.page.getByText(/^Safe to send:/).waitFor();
    },
  },
  {
    name: 'add-lists',
    size: usual,
    pose: async ({ page, sync, world }) => {
      await sync(world.draft);
      await page.getByRole('button', { name: 'Add Existing Marketing List' }).click();
      await page.getByRole('dialog').getByRole('checkbox').nth(2).click();
    },
  },
  { name: 'fields-to-sync', size: usual, pose: fields },
  {
    name: 'select-by-form',
    size: usual,
    pose: async (stage) => {
      await fields(stage);
      await stage.page.getByRole('button', { name: 'Select by form' }).click();
      await stage.page.getByRole('textbox', { name: 'Your web form' }).fill(webForm);
      await stage.page.getByRole('button', { name: 'Select its fields' }).click();
      await stage.page
        .getByText(/fields of the form are selected/)
        .first()
        .waitFor();
    },
  },
  {
    name: 'refused-start',
    size: usual,
    pose: async ({ page, sync, world }) => {
      await sync(world.draft);
      await page.getByRole('button', { name: 'Start Sync' }).click();
      await page
        .getByText(/marketing list/)
        .first()
        .waitFor();
      await page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'completion-mail',
    size: [870, 1_200],
    part: 'article:has(iframe[title^="Spring"])',
    pose: async ({ page, world }) => {
      await page.goto(new URL('mailbox', world.system.dataverse.adminUrl).href);
      await page.locator('iframe[title^="Spring"]').contentFrame().getByText('Spring campaign').first().waitFor();
    },
  },
  { name: 'list', size: usual, pose: list },
  {
    name: 'errors-tab',
    size: [1_440, 960],
    pose: async (stage) => {
      await troubledForm(stage);
      await tab(stage, errorsTab);
      await stage.page.getByRole('grid').first().getByRole('row').nth(2).waitFor();
    },
  },
  {
    name: 'error-trace',
    size: usual,
    pose: async (stage) => {
      await stage.open({ etn: 'pmds_errortrace' });
      const rows = stage.page.getByRole('grid').getByRole('row');
      await rows.nth(1).getByRole('gridcell').nth(1).dblclick();
      await stage.page.getByText('What Happened').waitFor();
      await stage.page.waitForLoadState('networkidle');
    },
  },
  {
    name: 'runs-tab',
    size: usual,
    pose: async (stage) => {
      await troubledForm(stage);
      await tab(stage, runsTab);
      await stage.page.getByRole('grid').first().getByRole('row').nth(1).waitFor();
    },
  },
  { name: 'dashboard', size: usual, pose: dashboard },
  {
    name: 'prefilled-form',
    size: [1_100, 900],
    pose: async ({ page, world }) => {
      await page.goto(world.link);
      await page.locator('html[data-pmds="filled"]').waitFor();
    },
  },
  ...webFormPages.map(([name, path]): Picture => ({
    name,
    size: [900, 760],
    pose: async ({ page, world }) => {
      await page.goto(world.link.replace('/newsletter.html', path));
      await page.locator('html[data-pmds="filled"]').waitFor();
    },
  })),
  ...(['de', 'fr', 'he'] as const).flatMap((language) =>
    (['form', 'views', 'dashboard'] as const).map((what) => translated(what, language)),
  ),
  { name: 'fields-he', size: usual, look: { lang: '1037' }, pose: fields },
  { name: 'form-dark', size: usual, look: { theme: 'dark' }, pose: troubledForm },
  { name: 'form-narrow', size: [420, 900], pose: troubledForm },
  { name: 'reader', size: usual, user: 'Rita Reader', pose: troubledForm },
  {
    name: 'in-progress',
    size: usual,
    pose: async ({ page, sync, world }) => {
      await sync(world.slow);
      await world.holdPages(8_000);
      await page.getByRole('button', { name: 'Start Sync' }).click();
      await page.getByText(/^In progress: reading members/).waitFor();
    },
  },
];

/** Ends what the last picture began. */
export async function tidy({ world }: Pick<Stage, 'world'>): Promise<void> {
  await askAdmin(world.system.dataverse.adminUrl, 'POST', 'page-time', { ms: 0 });
}
