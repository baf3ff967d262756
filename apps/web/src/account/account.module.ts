import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { IdentityModule } from '#libs/identity';
import { OrganisationModule } from '#libs/organisation';
import { BearerStrategy } from '../shell/auth/bearer.strategy.js';
import { LocalStrategy } from '../shell/auth/local.strategy.js';
import { AdministratorController } from './administrator.controller.js';
import { PhoneController } from './phone.controller.js';
import { MeController } from './me.controller.js';
import { PasswordController } from './password.controller.js';
import { Communes } from './communes.service.js';
import { ProviderController } from './provider.controller.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondStepController } from './second-step.controller.js';
import { SignInController } from './sign-in.controller.js';
import { SignUpController } from './sign-up.controller.js';
import { SinkController } from './sink.controller.js';

@Module({
  imports: [IdentityModule, OrganisationModule, PassportModule],
  controllers: [
    SignUpController,
    SignInController,
    AdministratorController,
    ProviderController,
    SecondStepController,
    SecondFactorController,
    PasswordController,
    PhoneController,
    MeController,
    SinkController,
  ],
  providers: [LocalStrategy, BearerStrategy, Communes],
})
export class AccountModule {}
