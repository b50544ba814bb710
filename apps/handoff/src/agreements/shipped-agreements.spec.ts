import { agreementDiff, defaultAgreement, questionSets } from '@baton/domain';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agreementYaml } from './agreement-yaml.ts';
import { parseAgreement } from './parse-agreement.ts';

const shipped = (file: string): string =>
  readFileSync(join(import.meta.dirname, '../../../../docs/agreement', file), 'utf8');

describe('Shipped agreements', () => {
  it('the default agreement in docs equals the one in the code', () => {
    expect(parseAgreement(shipped('default.yaml'))).toEqual({
      title: defaultAgreement.title,
      agreement: defaultAgreement,
      problems: [],
    });
  });

  it('the US example is valid and differs from the default agreement in every part', () => {
    const { agreement, problems } = parseAgreement(shipped('examples/us-saas.yaml'));
    expect(problems).toEqual([]);
    const parts = new Set(agreementDiff(defaultAgreement, agreement!).map(({ path: [part] }) => part));
    expect([...parts].sort()).toEqual([...Object.keys(defaultAgreement), 'sources'].sort());
  });

  it('the line `framework: bant` is enough to ask the questions of BANT', () => {
    const text = shipped('default.yaml');
    const [start, end] = [text.indexOf('  framework: plain'), text.indexOf('\n# Who owes what by when')];
    const { agreement, problems } = parseAgreement(`${text.slice(0, start)}  framework: bant\n${text.slice(end)}`);
    expect(problems).toEqual([]);
    expect(agreement?.criteria.sql).toEqual(questionSets.bant);
  });

  it('the US example asks all MEDDPICC questions and requires four of them', () => {
    const { criteria } = parseAgreement(shipped('examples/us-saas.yaml')).agreement!;
    expect(criteria.sql.map(({ id }) => id)).toHaveLength(8);
    expect(criteria.sql.filter(({ required }) => required)).toHaveLength(4);
  });

  it.each(['default.yaml', 'examples/us-saas.yaml'])(
    '%s is unchanged after being formatted as YAML and parsed again',
    (file) => {
      const { agreement } = parseAgreement(shipped(file));
      expect(parseAgreement(agreementYaml(agreement!)).agreement).toEqual(agreement);
    },
  );

  it.each(['default.yaml', 'examples/us-saas.yaml'])(
    '%s accepts a proof other than a note for every return reason',
    (file) => {
      const { reasons } = parseAgreement(shipped(file)).agreement!.returns;
      expect(reasons.filter(({ proof }) => proof.every((kind) => kind === 'note'))).toEqual([]);
    },
  );

  it('the default agreement has the numbers of the original requirements', () => {
    const { promises, touches, returns, obligations, money, criteria } = defaultAgreement;
    expect([promises.transfer.within, promises['first-contact'].within, promises.touches.within]).toEqual([
      'PT5M',
      'PT15M',
      'PT48H',
    ]);
    expect([touches.minimum, touches.maximum, returns.window.within]).toEqual([5, 7, 'PT24H']);
    expect([obligations.leadsPerMonth, money.averageCheck, money.currency]).toEqual([200, 35_000, 'RUB']);
    expect(criteria.sql.map(({ id, required }) => [id, required])).toEqual([
      ['need', true],
      ['decision-maker', true],
      ['budget', true],
    ]);
    expect(returns.reasons.map(({ label }) => label.ru)).toEqual(
      expect.arrayContaining(['Нецелевой регион', 'Нет бюджета', 'Неверный контакт', 'Студент', 'Конкурент', 'Дубль']),
    );
  });
});
