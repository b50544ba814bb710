import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Length, Min } from 'class-validator';

export class TeamRequest {
  @ApiProperty()
  @IsString()
  @Length(1, 200)
  name!: string;

  @ApiPropertyOptional({ description: 'The first team takes what no rule matches; a new one comes last, unless told' })
  @IsOptional()
  @IsInt()
  @Min(0)
  position?: number;

  @ApiPropertyOptional({ description: 'Who is told of breaches; without it, whoever has the role in the team' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  teamLeadId?: string;

  @ApiPropertyOptional({ description: 'Who is told next' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  teamHeadId?: string;
}
