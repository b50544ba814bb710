import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsFQDN, IsIn, IsString, Length } from 'class-validator';

export class AccountParameters {
  @ApiProperty({ example: 'acme.co.uk', description: 'The registered domain, without www or another host name' })
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @IsFQDN()
  domain!: string;
}

export class AccountRequest {
  @ApiProperty({ description: 'An active rep' })
  @IsString()
  @Length(1, 200)
  ownerId!: string;

  @ApiPropertyOptional({ enum: ['account', 'open-deal'], default: 'account' })
  @IsIn(['account', 'open-deal'])
  basis: 'account' | 'open-deal' = 'account';
}
