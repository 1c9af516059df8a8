/**
 * Where the seeded people come from. Names are common ones of their country, no person is meant; every name carries the
 * Latin spelling that its owner would use in an e-mail address.
 */
export interface Culture {
  readonly country: string;
  /** Language of the sample web form that suits the recipient. */
  readonly language: 'en' | 'de' | 'fr' | 'ar' | 'he';
  readonly female: readonly Name[];
  readonly male: readonly Name[];
  readonly family: readonly Name[];
  /** City, postal code with `#` for a digit, telephone with `#` for a digit. Numbers are ones no subscriber can have. */
  readonly places: readonly (readonly [city: string, postalCode: string])[];
  readonly street: readonly string[];
  readonly phone: string;
  readonly mobile: string;
  /** How a street and a number are written together. */
  readonly line: 'street number' | 'number street';
}

type Name = readonly [written: string, latin: string];

/** `Ada Zoë/zoe` → names whose Latin spelling follows the slash where it differs from the lower-cased name. */
function names(text: string): readonly Name[] {
  return text.split(' ').map((entry) => {
    const [written = '', latin] = entry.split('/');
    return [written.replaceAll('_', ' '), latin ?? written.toLowerCase()];
  });
}

export const cultures: readonly Culture[] = [
  {
    country: 'Germany',
    language: 'de',
    female: names('Anna Jürgen-Marie/juergenmarie Käthe/kaethe Sophie Zoë/zoe'),
    male: names('Jörg/joerg Max Björn/bjoern Günther/guenther Emil'),
    family: names('Müller/mueller Weiß/weiss Schröder/schroeder Groß/gross von_Lünen/vonluenen'),
    places: [
      ['Köln', '50###'],
      ['Düsseldorf', '40###'],
      ['Lübeck', '235##'],
    ],
    street: ['Große Straße', 'Am Mühlenbach', 'Königsallee'],
    phone: '+49 30 23125 ###',
    mobile: '+49 152 28817###',
    line: 'street number',
  },
  {
    country: 'France',
    language: 'fr',
    female: names('Chloé/chloe Maëlle/maelle Françoise/francoise Hélène/helene'),
    male: names('François/francois Noël/noel Rémi/remi Loïc/loic'),
    family: names("Lefèvre/lefevre D'Aubigné/daubigne Garçon/garcon L’Écuyer/lecuyer"),
    places: [
      ['Orléans', '450##'],
      ['Besançon', '250##'],
    ],
    street: ["rue de l'Évêché", 'avenue Foch'],
    phone: '+33 1 99 00 ## ##',
    mobile: '+33 6 39 98 ## ##',
    line: 'number street',
  },
  {
    country: 'Ireland',
    language: 'en',
    female: names('Siobhán/siobhan Aoife Niamh Róisín/roisin'),
    male: names('Seán/sean Pádraig/padraig Conor Oisín/oisin'),
    family: names("O'Brien/obrien Ó_Súilleabháin/osuilleabhain McCarthy Nic_Dhonncha/nicdhonncha"),
    places: [
      ['Dublin', 'D02 X###'],
      ['Dún Laoghaire', 'A96 Y###'],
    ],
    street: ['Main Street', "St. Stephen's Green"],
    phone: '+353 20 91# ####',
    mobile: '+353 20 92# ####',
    line: 'number street',
  },
  {
    country: 'Poland',
    language: 'en',
    female: names('Łucja/lucja Małgorzata/malgorzata Zofia'),
    male: names('Łukasz/lukasz Paweł/pawel Wojciech'),
    family: names('Wiśniewska-Żak/wisniewskazak Dąbrowski/dabrowski Źrebiec/zrebiec'),
    places: [
      ['Łódź', '90-###'],
      ['Kraków', '30-###'],
    ],
    street: ['ul. Świętokrzyska', 'ul. Długa'],
    phone: '+48 22 000 ## ##',
    mobile: '+48 500 000 ###',
    line: 'street number',
  },
  {
    country: 'Vietnam',
    language: 'en',
    female: names('Nguyệt/nguyet Thảo/thao Ánh/anh'),
    male: names('Dũng/dung Đức/duc Quốc/quoc'),
    family: names('Nguyễn/nguyen Trần/tran Đặng/dang'),
    places: [
      ['Hà Nội', '100###'],
      ['Đà Nẵng', '550###'],
    ],
    street: ['Đường Lê Lợi', 'Phố Huế'],
    phone: '+84 24 0000 ####',
    mobile: '+84 90 000 ####',
    line: 'number street',
  },
  {
    country: 'Ukraine',
    language: 'en',
    female: names('Оксана/oksana Наталія/nataliia Їлина/yilyna'),
    male: names('Андрій/andrii Тарас/taras Євген/yevhen'),
    family: names('Шевченко/shevchenko Коваль/koval Ґонта/gonta'),
    places: [
      ['Київ', '01###'],
      ['Львів', '79###'],
    ],
    street: ['вул. Хрещатик', 'вул. Лесі Українки'],
    phone: '+380 44 000 ####',
    mobile: '+380 50 000 ####',
    line: 'street number',
  },
  {
    country: 'Greece',
    language: 'en',
    female: names('Ελένη/eleni Χρυσούλα/chrysoula Άννα/anna'),
    male: names('Γιώργος/giorgos Νίκος/nikos Οδυσσέας/odysseas'),
    family: names('Παπαδόπουλος/papadopoulos Αγγέλου/angelou Ξενάκης/xenakis'),
    places: [
      ['Αθήνα', '1####'],
      ['Θεσσαλονίκη', '546##'],
    ],
    street: ['Ερμού', 'Τσιμισκή'],
    phone: '+30 21 0000 ####',
    mobile: '+30 690 000 ####',
    line: 'street number',
  },
  {
    country: 'Egypt',
    language: 'ar',
    female: names('فاطمة/fatma نور/nour ليلى/layla'),
    male: names('محمد/mohamed يوسف/youssef خالد/khaled'),
    family: names('السيد/elsayed حسن/hassan عبد_الله/abdallah'),
    places: [
      ['القاهرة', '115##'],
      ['الإسكندرية', '215##'],
    ],
    street: ['شارع النيل', 'شارع التحرير'],
    phone: '+20 2 0000 ####',
    mobile: '+20 100 000 ####',
    line: 'number street',
  },
  {
    country: 'Israel',
    language: 'he',
    female: names('נועה/noa תמר/tamar שירה/shira'),
    male: names('דוד/david יונתן/yonatan אורי/uri'),
    family: names('כהן/cohen לוי/levi בן־דוד/bendavid'),
    places: [
      ['תל אביב', '61#####'],
      ['ירושלים', '91#####'],
    ],
    street: ['רחוב הרצל', 'שדרות רוטשילד'],
    phone: '+972 3 000 ####',
    mobile: '+972 50 000 ####',
    line: 'street number',
  },
  {
    country: 'China',
    language: 'en',
    female: names('秀英/xiuying 丽/li 晓燕/xiaoyan'),
    male: names('伟/wei 建国/jianguo 磊/lei'),
    family: names('王/wang 李/li 欧阳/ouyang'),
    places: [
      ['北京市', '100###'],
      ['上海市', '200###'],
    ],
    street: ['南京东路', '长安街'],
    phone: '+86 10 0000 ####',
    mobile: '+86 130 0000 ####',
    line: 'street number',
  },
  {
    country: 'Japan',
    language: 'en',
    female: names('美咲/misaki さくら/sakura 陽子/yoko'),
    male: names('蓮/ren 大輔/daisuke ケン/ken'),
    // The first character of the first name lies outside the basic plane: two UTF-16 units, four bytes of UTF-8.
    family: names('𠮷野/yoshino 佐藤/sato 渡邉/watanabe'),
    places: [
      ['東京都', '100-00##'],
      ['大阪市', '530-00##'],
    ],
    street: ['丸の内', '梅田'],
    phone: '+81 3 0000 ####',
    mobile: '+81 90 0000 ####',
    line: 'street number',
  },
  {
    country: 'India',
    language: 'en',
    female: names('प्रिया/priya अंजलि/anjali लक्ष्मी/lakshmi'),
    male: names('राहुल/rahul अर्जुन/arjun विक्रम/vikram'),
    family: names('शर्मा/sharma पटेल/patel श्रीवास्तव/srivastava'),
    places: [
      ['नई दिल्ली', '1100##'],
      ['मुंबई', '4000##'],
    ],
    street: ['महात्मा गांधी मार्ग', 'स्टेशन रोड'],
    phone: '+91 11 0000 ####',
    mobile: '+91 90000 0####',
    line: 'number street',
  },
];
