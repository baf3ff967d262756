import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { invalid } from '#libs/platform';

/** Checks every DTO, refuses unknown fields, and reports codes beside fields; the catalogue has the sentences. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const fields = Object.fromEntries(errors.flatMap((error) => codesOf(error)));
      const unknown = errors.find((error) => error.constraints?.whitelistValidation);
      return invalid('form.invalid', fields, unknown ? { field: unknown.property } : {});
    },
  });
}

function codesOf(error: ValidationError, prefix = ''): [string, string][] {
  const path = `${prefix}${error.property}`;
  const constraints = error.constraints ?? {};
  // What is no text at all is missing, whatever else is said of its length.
  const own = constraints.whitelistValidation
    ? 'field.unknown'
    : (constraints.isString ?? Object.values(constraints)[0]);
  return [
    ...(own ? [[path, /^[a-z][\w-]*(\.[\w-]+)+$/.test(own) ? own : 'field.invalid'] as [string, string]] : []),
    ...(error.children ?? []).flatMap((child) => codesOf(child, `${path}.`)),
  ];
}
