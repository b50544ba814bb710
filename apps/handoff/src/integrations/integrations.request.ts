import { keyKinds, keyScopes } from '@baton/domain';
import type { ActsFor, KeyKind, KeyScope } from '@baton/domain';
import { IsMoment, IsNested } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  Equals,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
} from 'class-validator';

const MAXIMUM_NAMES = 100;

export class IntegrationRequest {
  @ApiProperty({ example: 'telephony', description: 'Stable: records name the integration by it' })
  @Matches(/^[a-z0-9][a-z0-9-]{0,62}$/, { message: 'write lower-case letters, digits and hyphens, such as telephony' })
  integrationId!: string;

  @ApiProperty({ example: 'Telephony of the Moscow office' })
  @IsString()
  @Length(1, 200)
  name!: string;
}

export class ActsForRequest implements ActsFor {
  @ApiPropertyOptional({ enum: [true], description: 'Everyone, except with the rights of an admin' })
  @IsOptional()
  @Equals(true)
  everyone?: true;

  @ApiPropertyOptional({ type: [String], example: ['anna'] })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAXIMUM_NAMES)
  @ArrayUnique()
  @Length(1, 200, { each: true })
  personIds?: string[];

  @ApiPropertyOptional({ type: [String], example: ['sales'] })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAXIMUM_NAMES)
  @ArrayUnique()
  @Length(1, 200, { each: true })
  teamIds?: string[];
}

/** The public half only: a body with the private half `d` is refused like any unknown field. */
export class PublicKeyRequest {
  @ApiProperty({ enum: ['OKP'] })
  @Equals('OKP')
  kty!: 'OKP';

  @ApiProperty({ enum: ['Ed25519'] })
  @Equals('Ed25519')
  crv!: 'Ed25519';

  @ApiProperty({ example: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' })
  @Matches(/^[\w-]{43}$/, { message: 'must be the 32 bytes of the public key in base64url' })
  x!: string;
}

export class RotateKeyRequest {
  @ApiPropertyOptional({ type: PublicKeyRequest, description: 'The new public key, to rotate a public key' })
  @IsOptional()
  @IsNested(() => PublicKeyRequest)
  publicKey?: PublicKeyRequest;

  @ApiPropertyOptional({ example: '2027-12-31T00:00:00Z', description: 'By default the key does not expire' })
  @IsOptional()
  @IsMoment()
  expiresAt?: string;
}

export class KeyRequest extends RotateKeyRequest {
  @ApiPropertyOptional({
    enum: keyKinds,
    default: 'secret',
    description: 'A secret is for HTTP. A public key verifies the signatures of commands on Kafka',
  })
  @IsIn(keyKinds)
  kind: KeyKind = 'secret';

  @ApiProperty({ enum: keyScopes, isArray: true, example: ['write-leads'] })
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(keyScopes, { each: true })
  scopes!: KeyScope[];

  @ApiPropertyOptional({ type: [String], description: 'The lead sources that the key may name; any by default' })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAXIMUM_NAMES)
  @ArrayUnique()
  @Length(1, 200, { each: true })
  sources?: string[];

  @ApiPropertyOptional({
    type: ActsForRequest,
    description: 'The people whom the integration may act for; by default it acts under its own name only',
  })
  @IsOptional()
  @IsNested(() => ActsForRequest)
  actsFor?: ActsForRequest;
}
