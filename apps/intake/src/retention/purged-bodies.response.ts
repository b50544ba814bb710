import { ApiProperty } from '@nestjs/swagger';

export class PurgedBodiesResponse {
  @ApiProperty({ description: 'The number of bodies deleted', example: 3 })
  purged!: number;
}
