import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type Access } from '../src/shell/access.js';
import type { WebContext } from './web-context.js';

export interface Route {
  name: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** The path as declared, with its parameters. */
  pattern: string;
  access: Access | undefined;
  /** The class its body is checked against; null: it reads none. */
  body: Type | null;
  /** The class its query is checked against. */
  query: Type | null;
}

/** All routes from the controllers' own declarations; ids in paths are filled with a UUID, places with 1. */
export function allRoutes({ app }: WebContext): Route[] {
  const reflector = app.get(Reflector);
  const scanner = new MetadataScanner();
  return app
    .get(DiscoveryService, { strict: false })
    .getControllers()
    .flatMap(({ instance, metatype }) =>
      scanner.getAllMethodNames(Object.getPrototypeOf(instance)).flatMap((key) => {
        const handler = instance[key];
        const path = Reflect.getMetadata(PATH_METADATA, handler);
        if (path === undefined) return [];
        const base = Reflect.getMetadata(PATH_METADATA, metatype as object) ?? '';
        const full = `/${[base, path].flat().join('/')}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
        return [
          {
            name: `${metatype?.name}.${key}`,
            method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler)] as Route['method'],
            pattern: full,
            path: full
              .replace(/:(position|number|page)\b/g, '1')
              .replace(/:\w+/g, '01934b5e-0000-7000-8000-000000000000'),
            access: reflector.getAllAndOverride<Access | undefined>(ACCESS, [handler, metatype as never]),
            body: checkedClass(RouteParamtypes.BODY, metatype as Type, key),
            query: checkedClass(RouteParamtypes.QUERY, metatype as Type, key),
          },
        ];
      }),
    );
}

function checkedClass(kind: RouteParamtypes, controller: Type, key: string): Type | null {
  const parameters: Record<string, { index: number; data?: unknown }> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, key) ?? {};
  const found = Object.entries(parameters).find(
    ([name, { data }]) => name.startsWith(`${kind}:`) && data === undefined,
  );
  const type = found && Reflect.getMetadata('design:paramtypes', controller.prototype, key)[found[1].index];
  return type && type !== Object ? type : null;
}
