import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Min } from 'class-validator';

export class TeamRequest {
  @ApiProperty()
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({
    description: 'The first team gets the leads that no rule matches. A new team is last by default',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  position?: number;

  @ApiPropertyOptional({
    description: 'Person notified of breaches; by default everyone in the team with the role team-lead',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  teamLeadId?: string;

  @ApiPropertyOptional({ description: 'Person notified as the head of the team; by default the arbiters' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  teamHeadId?: string;
}
