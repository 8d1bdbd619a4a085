package org.carerrecord.councilcase.row;

import java.util.Locale;

/**
 * What a column of a council's extract tells.
 *
 * <p>First the fields of Client Level Data release 2 in their order ({@code tables/client-level-data.csv}), then what only
 * release 1 has, then what only case extracts have.
 */
public enum Field {
    LA_CODE("LA_Code"),
    REPORTING_PERIOD_END_DATE("Reporting_Period_End_Date"),
    REPORTING_PERIOD_START_DATE("Reporting_Period_Start_Date"),
    NHS_NUMBER("NHS_Number"),
    LA_PERSON_UNIQUE_IDENTIFIER("LA_Person_Unique_Identifier"),
    GP_PRACTICE_CODE("GP_Practice_Code"),
    GENDER("Gender"),
    ETHNICITY("Ethnicity"),
    DATE_OF_BIRTH("Date_of_Birth"),
    DATE_OF_DEATH("Date_of_Death"),
    CLIENT_TYPE("Client_Type"),
    PRIMARY_SUPPORT_REASON("Primary_Support_Reason"),
    POSTCODE("Postcode"),
    ACCOMMODATION_STATUS("Accommodation_Status"),
    EMPLOYMENT_STATUS("Employment_Status"),
    HAS_UNPAID_CARER("Has_Unpaid_Carer"),
    AUTISM_SPECTRUM_DISORDER_ASD("Autism_Spectrum_Disorder_ASD"),
    VISUAL_IMPAIRMENT("Visual_Impairment"),
    HEARING_IMPAIRMENT("Hearing_Impairment"),
    DEMENTIA("Dementia"),
    CLIENT_FUNDING_STATUS("Client_Funding_Status"),
    EVENT_TYPE("Event_Type"),
    EVENT_REFERENCE("Event_Reference"),
    EVENT_START_DATE("Event_Start_Date"),
    EVENT_END_DATE("Event_End_Date"),
    EVENT_DESCRIPTION("Event_Description"),
    EVENT_OUTCOME("Event_Outcome"),
    REQUEST_ROUTE_OF_ACCESS("Request_Route_of_Access"),
    ASSESSMENT_TYPE("Assessment_Type"),
    ELIGIBLE_NEEDS_IDENTIFIED("Eligible_Needs_Identified"),
    METHOD_OF_ASSESSMENT("Method_of_Assessment"),
    TOTAL_HRS_CARING_PER_WEEK("Total_Hrs_Caring_per_week"),
    NO_OF_ADULTS_BEING_CARED_FOR("No_of_adults_being_cared_for"),
    ADULT_1_LINKED_PERSON_ID("Adult_1_Linked_Person_ID"),
    ADULT_2_LINKED_PERSON_ID("Adult_2_Linked_Person_ID"),
    ADULT_3_LINKED_PERSON_ID("Adult_3_Linked_Person_ID"),
    SERVICE_TYPE("Service_Type"),
    SERVICE_COMPONENT("Service_Component"),
    DELIVERY_MECHANISM("Delivery_Mechanism"),
    PROVIDER_CQC_LOCATION_ID("Provider_CQC_Location_ID"),
    REVIEW_REASON("Review_Reason"),
    REVIEW_OUTCOMES_ACHIEVED("Review_Outcomes_Achieved"),
    METHOD_OF_REVIEW("Method_of_Review"),
    UNIT_COST("Unit_Cost"),
    COST_FREQUENCY_UNIT_TYPE("Cost_Frequency_Unit_Type"),
    PLANNED_UNITS_PER_WEEK("Planned_units_per_week"),

    GP_PRACTICE_NAME("GP_Practice_Name"),
    PROVIDER_CQC_LOCATION_NAME("Provider_CQC_Location_Name"),
    FIRST_NAME("First_Name"),
    LAST_NAME("Last_Name"),

    RECORD("record"),
    EXTRACTED_AT("extracted_at"),
    FULL_NAME("full_name"),
    TITLE("title"),
    RESTRICTED("restricted"),
    LANGUAGE("first_language"),
    EMAIL("email_address"),
    TELEPHONE("telephone_number"),
    ADDRESS("address"),
    OTHER_PERSON("fk_other_person_id"),
    RELATIONSHIP_TYPE("type"),
    INFORMAL_CARER("is_informal_carer"),
    MAIN_CARER("is_main_carer"),
    PARENTAL_RESPONSIBILITY("parental_responsibility"),
    MARKED_FOR_DELETION("marked_for_deletion"),
    MERGED_PERSONS("merged_person_ids"),
    UNMERGED_PERSONS("unmerged_person_ids");

    private final String heading;

    Field(String heading) {
        this.heading = heading;
    }

    /** Its name in Client Level Data, else the one by which a case extract knows it, for example {@code Event_Type}. */
    public String heading() {
        return heading;
    }

    /** Whether a cell of it may name several people. */
    boolean isOfSeveral() {
        return this == MERGED_PERSONS || this == UNMERGED_PERSONS;
    }

    /** Whether it is a field of Client Level Data, either release. */
    boolean isClientLevel() {
        return compareTo(RECORD) < 0;
    }

    /** Letters and digits, small: {@code LA Person Unique Identifier} and {@code LA_Person_Unique_Identifier} are one. */
    static String plain(String heading) {
        StringBuilder plain = new StringBuilder(heading.length());
        heading.toLowerCase(Locale.ROOT)
                .chars()
                .filter(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
                .forEach(c -> plain.append((char) c));
        return plain.toString();
    }
}
