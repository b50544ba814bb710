import { personRoles, weekdays } from '@baton/domain';
import type { PersonRole, WeeklyHours, WorkingInterval } from '@baton/domain';
import { IsMoment, IsNested, IsNestedList } from '@baton/service';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';

const timeOfDayPattern = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

class IntervalRequest implements WorkingInterval {
  @ApiProperty({ example: '09:00' })
  @Matches(timeOfDayPattern, { message: 'write HH:MM, such as 09:00' })
  from!: string;

  @ApiProperty({ example: '18:00', description: 'At most 24:00' })
  @Matches(timeOfDayPattern, { message: 'write HH:MM up to 24:00, such as 18:00' })
  to!: string;
}

/** Declares the same property for each weekday. */
function EachWeekday(): ClassDecorator {
  return (target) => {
    for (const weekday of weekdays) {
      const decorators = [
        ApiPropertyOptional({ type: [IntervalRequest] }),
        IsOptional(),
        ArrayMaxSize(12),
        IsNestedList(() => IntervalRequest),
      ];
      for (const decorate of decorators) decorate(target.prototype as object, weekday);
    }
  };
}

/** Two intervals on a day are a split shift. A weekday that is left out is a day off. */
@EachWeekday()
export class WeeklyHoursRequest implements WeeklyHours {
  monday?: IntervalRequest[];
  tuesday?: IntervalRequest[];
  wednesday?: IntervalRequest[];
  thursday?: IntervalRequest[];
  friday?: IntervalRequest[];
  saturday?: IntervalRequest[];
  sunday?: IntervalRequest[];
}

export class PersonRequest {
  @ApiPropertyOptional({ description: 'Id of a team. Only an admin may change it' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  teamId?: string;

  @ApiProperty({ enum: personRoles, isArray: true, description: 'Routing assigns leads to reps only' })
  @ArrayNotEmpty()
  @IsIn(personRoles, { each: true })
  roles!: PersonRole[];

  @ApiPropertyOptional({
    example: 'anna@example.com',
    description: 'Address for notifications. Unchanged if absent, and never returned',
  })
  @IsOptional()
  @IsEmail()
  email?: string;

  @ApiPropertyOptional({ example: 'Asia/Yekaterinburg', description: "IANA name; the agreement's zone by default" })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  zone?: string;

  @ApiPropertyOptional({ type: WeeklyHoursRequest, description: "The agreement's hours by default" })
  @IsOptional()
  @IsNested(() => WeeklyHoursRequest)
  hours?: WeeklyHoursRequest;

  @ApiPropertyOptional({
    type: [String],
    default: [],
    description: 'Skills that routing rules require, such as tenders',
  })
  @ArrayMaxSize(50)
  @Length(1, 100, { each: true })
  skills: string[] = [];

  @ApiPropertyOptional({
    type: [String],
    default: [],
    example: ['ru', 'en'],
    description: 'BCP 47 tags. Without any, the person is assumed to speak every language',
  })
  @ArrayMaxSize(50)
  @Matches(/^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/, { each: true, message: 'write BCP 47, such as ru or en-GB' })
  languages: string[] = [];

  @ApiPropertyOptional({ description: 'Maximum number of open handoffs; unlimited by default', minimum: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100_000)
  cap?: number;

  @ApiPropertyOptional({ description: 'Another member of the team, who takes over during absences' })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  deputyId?: string;
}

export class AbsenceRequest {
  @ApiProperty({ example: '2026-03-09T06:00:00Z', description: 'Start of the absence, ISO 8601 with an offset' })
  @IsMoment()
  from!: string;

  @ApiProperty({ example: '2026-03-16T06:00:00Z', description: 'End of the absence' })
  @IsMoment()
  to!: string;
}

export class PeopleQuery {
  @ApiPropertyOptional({ description: 'Id of a team' })
  @IsOptional()
  @IsString()
  teamId?: string;

  @ApiPropertyOptional({ enum: ['active', 'left'], default: 'active' })
  @IsIn(['active', 'left'])
  state: 'active' | 'left' = 'active';
}
