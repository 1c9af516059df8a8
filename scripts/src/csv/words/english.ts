import { addresses, type LanguageWords } from './language.js';

/** What the metadata of the organisation do not say by themselves: older spellings. */
export const english: LanguageWords = {
  name: 'English',
  tables: { contact: ['Contact'], lead: ['Lead'], account: ['Account'] },
  columns: {
    both: {
      ...addresses({ telephone1: ['Telephone 1', 'Phone'] }, ['Address']),
      emailaddress1: ['E-mail', 'Email Address', 'E-mail Address', 'Email 1', 'Email Address 1'],
      donotbulkemail: ['Do not allow Bulk E-mails', 'Do not allow Bulk Email'],
      donotemail: ['Do not allow E-mails', 'Do not allow Email'],
      donotsendmm: ['Send Marketing Materials', 'Marketing Material'],
      fullname: ['Full Name'],
    },
    contact: {},
    lead: { fullname: ['Name'] },
  },
  labels: { active: ['Enabled'], inactive: ['Deactivated'] },
  yes: ['Yes', 'True', '1'],
  no: ['No', 'False', '0'],
  totals: ['Total', 'Totals', 'Grand Total', 'Subtotal', 'Sub-total', 'Sum', 'Count', 'Average', 'Σ', '∑', 'Summary'],
};
