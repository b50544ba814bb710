import { ApiProperty } from '@nestjs/swagger';

export class CorrectedContactResponse {
  @ApiProperty({
    type: [String],
    description: "IANA time zones that the person could be in now, by country, region and the phone's area code",
  })
  zones!: string[];
}
