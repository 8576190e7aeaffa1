import fc from 'fast-check';
import { checkTenant } from 'rustfs-constructs';
import { commonSpecs, operatorSpecs, productionSpecs } from '../support/arbitrary';

function errors(spec: Parameters<typeof checkTenant>[0]) {
  return checkTenant(spec).filter(({ severity }) => severity === 'error');
}

describe('The declarations that other properties are told of', () => {
  test('are accepted by the checks', () => {
    fc.assert(fc.property(commonSpecs, (spec) => expect(errors(spec)).toEqual([])));
    fc.assert(fc.property(operatorSpecs, (spec) => expect(errors(spec)).toEqual([])));
    fc.assert(fc.property(productionSpecs, (spec) => expect(errors(spec)).toEqual([])));
  });
});
