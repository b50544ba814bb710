import { passagesOf } from './files.ts';
import { findingsIn } from './language.ts';
import { loadDictionary, projectWords } from './spelling.ts';

const dictionary = await loadDictionary();

/** What the check objects to in a file with this text. */
const foundIn = (file: string, text: string): string[] =>
  passagesOf(file, text).flatMap((passage) => findingsIn(passage, dictionary).map(({ found }) => found));

const comment = (text: string): string[] => foundIn('lead.ts', `/** ${text} */\nexport const lead = 1;\n`);
const title = (text: string): string[] => foundIn('lead.spec.ts', `it(${JSON.stringify(text)}, () => {});\n`);
const unit = (text: string): string[] => foundIn('lead.spec.ts', `describe(${JSON.stringify(text)}, () => {});\n`);

describe('the banned forms', () => {
  it.each([
    ['A lead goes to whoever is next.', 'whoever'],
    ['Passed from who owned it.', 'from who'],
    ['The signal is judged anew.', 'anew'],
    ['It is kept in the same breath.', 'in the same breath'],
    ['A database of its own.', 'of its own'],
    ['The team lead is told.', 'told'],
    ['The outcome is what becomes of a lead.', 'becomes of'],
    ['Shows whose it is.', 'whose it is'],
    ['This is no touch.', 'is no touch'],
    ['There is nobody to ask.', 'There is nobody'],
    ['The rule lets bodies go.', 'lets bodies go'],
    ['The router looks again.', 'looks again'],
    ['The workflow hears the step.', 'hears'],
    ['The commit wakes the relay.', 'wakes'],
    ['The text lies in intake.', 'lies'],
    ['The step stands in the record.', 'stands'],
    ['The deputy is the heir.', 'heir'],
    ['The row beside the event.', 'beside'],
    ['The lead is assigned at once.', 'at once'],
    ['The rep gets leads no more.', 'no more'],
    ['Nobody owns it any more.', 'Nobody owns it any more'],
    ['The rep hands on the lead.', 'hands on'],
    ['The handoff goes on.', 'goes on'],
    ['The identifier comes of the path.', 'comes of'],
    ['The lead comes again.', 'comes again'],
    ['The operator mends the row.', 'mends'],
    ['What the record says of it.', 'says of'],
    ['It knows nothing of retries.', 'knows nothing of'],
    ['The agreement of before applies.', 'of before'],
    ['Only what is there is read.', 'what is there'],
    ['The relay waits while Kafka is away.', 'Kafka is away'],
    ['Events are kept for ever.', 'for ever'],
    ['The alarm is opened at last.', 'at last'],
    ['Requests in hand are finished.', 'in hand'],
    ['A free place is reserved.', 'free place'],
    ['A duplicate is answered 409.', 'answered 409'],
    ['A command from any door.', 'door'],
    ['The lead’s whereabouts.', 'whereabouts'],
    ['The surroundings of a decision.', 'surroundings'],
    ['The workflow obeys the command.', 'obeys'],
    ['An unfit command is refused.', 'unfit'],
    ['A stranger gets 403.', 'stranger'],
    ['There is one workflow a handoff.', 'one workflow a handoff'],
    ['The retry shall be repeated.', 'shall'],
    ['The address is normalized.', 'normalized'],
    ['The behavior stays.', 'behavior'],
    ['The handoff was canceled.', 'canceled'],
    ['The lead has an email address.', 'email'],
    ['Новый владелец лида', 'владелец'],
    ['Нарушено обещание принять лид', 'обещание'],
    ['Ответственный принял(а) лид', 'л(а)'],
  ])('"%s" is refused', (text, found) => {
    expect(comment(text)).toEqual([found]);
  });

  it.each([
    'A return of its own accord is no longer possible.',
    'There is no owner, and the queue holds no more than fifty leads.',
    'The deputy stands in for the owner until the stand-in period ends.',
    'A hundred leads at once are assigned in order.',
    'The lead wants no more contact.',
    'Reports go to discard.email or to an address in the field email_address.',
    'PostgreSQL stores the row in the same transaction as the event.',
    'Срок принятия лида истёк: ответственный не принял передачу.',
  ])('"%s" is accepted', (text) => {
    expect(comment(text)).toEqual([]);
  });

  it('a form that spans two lines of comments is found', () => {
    expect(foundIn('lead.ts', '// Judged in the\n// same breath.\n')).toEqual([
      expect.stringMatching(/^in the\s+same breath$/),
    ]);
  });
});

describe('the spelling', () => {
  it.each([
    ['The lead is recieved.', 'recieved'],
    ['Лид перидан в продажи', 'перидан'],
  ])('"%s" is refused', (text, found) => {
    expect(comment(text)).toEqual([found]);
  });

  it.each([
    'The lead’s re-recorded handoff isn’t an MQL.',
    'See `recieved`, findLeed() and https://exampel.test/recieved.',
  ])('"%s" is accepted', (text) => {
    expect(comment(text)).toEqual([]);
  });

  it('the project’s own words are sorted, each once', () => {
    const words = projectWords();
    expect(words).toEqual([...new Set(words)].sort((one, other) => one.localeCompare(other, 'en')));
  });
});

describe('the titles of tests', () => {
  it.each([
    'is refused when it is late',
    'refuses a second acceptance',
    'answers each request',
    'and is assigned to its deputy',
    'of a lead that was returned',
    'with two owners the lead is returned',
    'its owner is notified',
    'received before the handoff started',
    'acceptance',
  ])('"%s" is refused', (text) => {
    expect(title(text)).toHaveLength(1);
  });

  it.each([
    'an SQL needs a yes to every required question',
    'PostgreSQL keeps the row',
    'answers to required questions are stored',
    'accepting a handoff twice changes nothing',
    'nobody else is assigned',
    '%s is refused',
    '$name has an owner',
  ])('"%s" is accepted', (text) => {
    expect(title(text)).toEqual([]);
  });

  it.each(['when marketing reviews a lead', 'what a person reads', 'sending a batch', 'a return is overturned'])(
    'the unit "%s" is refused',
    (text) => {
      expect(unit(text)).toEqual([text]);
    },
  );

  it.each(['routing', 'the outbox relay', 'working time', 'POST /handoffs'])('the unit "%s" is accepted', (text) => {
    expect(unit(text)).toEqual([]);
  });

  it('a title under another name for it is read as well', () => {
    const text = "const withFile = exists ? it : it.skip;\nwithFile('is refused', () => {});";
    expect(foundIn('lead.spec.ts', text)).toEqual(['is refused …']);
  });

  it('a title in a table of cases is read as well', () => {
    expect(foundIn('lead.spec.ts', "it.each([1, 2])('is refused with %s', () => {});")).toEqual(['is refused …']);
  });
});

describe('the passages of a file', () => {
  it('comments, messages and templates are read, each with its own words', () => {
    const text = [
      "import { whoever } from './anew-whoever.ts';",
      'export const path = "/whoever/anew";',
      'export const message = `The person ${`is told ${path}`} whoever asks`; // Judged anew',
      'export const pattern = /whoever anew/;',
      'export const sql = `SELECT anew FROM whoever -- Kept for ever',
      '`;',
    ].join('\n');
    expect(foundIn('lead.ts', text).toSorted()).toEqual(['anew', 'for ever', 'told', 'whoever']);
  });

  it('strings in tests are samples and are not read', () => {
    expect(foundIn('lead.spec.ts', "const note = 'Call whoever answers';")).toEqual([]);
  });

  it('pages are read without code, addresses and markup', () => {
    const page =
      '# Judged anew\n\n[whoever](whoever.md) `of its own`\n\n```sh\nnpm run anew\n```\n\n<img alt="anew">\n';
    expect(foundIn('page.md', page).toSorted()).toEqual(['anew', 'whoever']);
  });

  it('comments in YAML and shell are read', () => {
    expect(foundIn('compose.yaml', 'image: anew # for whoever\n# Kept for ever\n')).toEqual(['whoever', 'for ever']);
  });
});
