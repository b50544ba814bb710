/**
 * The peer of intake: Nest on Express, class-validator, and one row per lead written by TypeORM's `save`, all with their
 * defaults. It has no API keys, deduplication, events or opt-out.
 */
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { Type } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsInt, IsISO31661Alpha2, IsString, Min, ValidateNested } from 'class-validator';
import type { AddressInfo, Server } from 'node:net';
import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { requestFromParent, sendToParent } from '../child-script.ts';

class CompanyDto {
  @IsString() name!: string;
  @IsString() industry!: string;
  @IsInt() @Min(1) employees!: number;
}

class CreateLeadDto {
  @IsString() name!: string;
  @IsEmail() email!: string;
  @IsString() phone!: string;
  @IsString() source!: string;
  @IsString() channel!: string;
  @ValidateNested() @Type(() => CompanyDto) company!: CompanyDto;
  @IsString() role!: string;
  @IsISO31661Alpha2() country!: string;
  @IsBoolean() consent!: boolean;
  @IsIn(['request', 'demo']) signal!: string;
  @IsString() message!: string;
}

@Entity({ schema: 'bench' })
class Lead {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @CreateDateColumn({ type: 'timestamptz' }) createdAt!: Date;
  @Column('text') name!: string;
  @Column('text') email!: string;
  @Column('text') phone!: string;
  @Column('text') source!: string;
  @Column('text') channel!: string;
  @Column('jsonb') company!: object;
  @Column('text') role!: string;
  @Column('text') country!: string;
  @Column('boolean') consent!: boolean;
  @Column('text') signal!: string;
  @Column('text') message!: string;
}

@Controller('leads')
class LeadsController {
  readonly #leads: Repository<Lead>;

  constructor(@InjectRepository(Lead) leads: Repository<Lead>) {
    this.#leads = leads;
  }

  @Post()
  @HttpCode(202)
  async create(@Body() body: CreateLeadDto): Promise<{ leadId: string; statusUrl: string }> {
    const { id } = await this.#leads.save(this.#leads.create(body));
    return { leadId: id, statusUrl: `/leads/${id}` };
  }
}

const { postgres } = requestFromParent<{ postgres: string }>();

@Module({
  imports: [
    TypeOrmModule.forRoot({ type: 'postgres', url: postgres, entities: [Lead], synchronize: true }),
    TypeOrmModule.forFeature([Lead]),
  ],
  controllers: [LeadsController],
})
class AppModule {}

const app = await NestFactory.create(AppModule, { logger: ['warn', 'error'] });
app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
await app.listen(0, '127.0.0.1');
const server = app.getHttpServer() as Server;
sendToParent({ port: (server.address() as AddressInfo).port });
