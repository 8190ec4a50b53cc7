import { expect, it } from 'vitest';
import { lessonAmong, lessonOfLink, mayOpen } from '../../../electron/desktop/links.ts';

it.for([
  'https://learn.microsoft.com/azure/machine-learning/',
  'https://portal.azure.com/#home',
  'https://ml.azure.com/?tid=1',
  'https://scikit-learn.org/stable/',
  'HTTPS://LEARN.MICROSOFT.COM/',
])('opens %s', (address) => {
  expect(mayOpen(address)).toBe(true);
});

it.for([
  'http://learn.microsoft.com/',
  'https://example.com/',
  'https://learn.microsoft.com.example.com/',
  'https://example.com/learn.microsoft.com',
  'https://learn.microsoft.com@example.com/',
  'https://evil-ml.azure.com/',
  'https://sub.ml.azure.com/',
  'https://learn.microsoft.com:8443/',
  'https://name:word@learn.microsoft.com/',
  'file:///etc/passwd',
  'smb://learn.microsoft.com/share',
  'ms-settings:',
  'javascript:alert(1)',
  'data:text/html,learn.microsoft.com',
  'guidepost://lesson/loan-approval',
  'learn.microsoft.com',
  '//learn.microsoft.com/',
  '',
])('does not open %s', (address) => {
  expect(mayOpen(address)).toBe(false);
});

it('reads the lesson that a link leads to', () => {
  expect(lessonOfLink('guidepost://lesson/loan-approval')).toBe('loan-approval');
  expect(lessonOfLink('guidepost://lesson/loan-approval/')).toBe('loan-approval');
});

it.for([
  'guidepost://lesson/',
  'guidepost://lesson/../../etc/passwd',
  'guidepost://lesson/%2e%2e',
  'guidepost://lesson/loan approval',
  'guidepost://lesson/Loan-Approval',
  'guidepost://lesson/loan-approval?run=1',
  'guidepost://lesson/loan-approval\n--inspect',
  'guidepost://step/loan-approval',
  'guidepost://lesson/-rf',
  `guidepost://lesson/${'a'.repeat(100)}`,
  'guidepost:lesson/loan-approval',
  'https://lesson/loan-approval',
  'x guidepost://lesson/loan-approval',
])('finds no lesson in %j', (link) => {
  expect(lessonOfLink(link)).toBeUndefined();
});

it('finds a link among the words of a start', () => {
  expect(lessonAmong(['electron', '--flag', 'guidepost://evil', 'guidepost://lesson/a', 'x'])).toBe('a');
  expect(lessonAmong(['electron', '/tmp/guidepost://lesson/a'])).toBeUndefined();
});
