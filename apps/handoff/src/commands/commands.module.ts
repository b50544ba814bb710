import { Module } from '@nestjs/common';
import { CommandGatewayModule } from '../command-gateway/command-gateway.module.ts';
import { CommandsController } from './commands.controller.ts';
import { ContactController } from './contact.controller.ts';
import { ReturnsController } from './returns.controller.ts';

/** Commands on one handoff over HTTP. */
@Module({
  imports: [CommandGatewayModule],
  controllers: [CommandsController, ContactController, ReturnsController],
})
export class CommandsModule {}
