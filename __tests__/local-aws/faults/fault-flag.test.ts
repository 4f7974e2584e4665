import { parseFault } from '../../../local-aws/faults/fault-flag';
import type { FaultOrder } from '../../../local-aws/faults/fault';

test.each<[string, FaultOrder]>([
  ['lambda:PublishVersion=throttle', { service: 'lambda', action: 'PublishVersion', fault: 'throttle' }],
  ['s3:*=conflict', { service: 's3', fault: 'conflict' }],
  ['*:*=error500,times=always', { fault: 'error500', times: 'always' }],
  ['ssm:GetParameter=drop,after', { service: 'ssm', action: 'GetParameter', fault: 'drop', moment: 'after' }],
  [
    's3:PutObject=delay:250,before,nth=2,times=3,resource=bucket/a=b,caller=AKID',
    {
      service: 's3',
      action: 'PutObject',
      fault: { delayMs: 250 },
      moment: 'before',
      nth: 2,
      times: 3,
      resource: 'bucket/a=b',
      caller: 'AKID',
    },
  ],
])('reads %s', (text, order) => {
  expect(parseFault(text)).toEqual(order);
});

test.each([
  ['lambda=throttle', 'it is not of the form SERVICE:ACTION=throttle|conflict|error500|drop|delay:MS'],
  ['lambda:PublishVersion', 'it is not of the form'],
  ['lambda:PublishVersion=explode', "'explode' is none of throttle, conflict, error500, drop and delay:MS"],
  ['lambda:PublishVersion=delay:soon', "'delay:soon' is none of"],
  ['lambda:PublishVersion=drop,nth=0', "'nth=0' needs a whole number from 1"],
  ['lambda:PublishVersion=drop,times=often', "'times=often' needs a whole number from 1"],
  ['lambda:PublishVersion=drop,later', "'later' is none of after, nth=N"],
  ['lambda:PublishVersion=drop,resource=', "'resource=' is none of"],
])('fails to read %s and says why', (text, reason) => {
  expect(() => parseFault(text)).toThrow(RangeError);
  expect(() => parseFault(text)).toThrow(`'--fault ${text}': ${reason}`);
});
