import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;

/**
 * Validates resources with the validator of HAPI FHIR by FHIR R4 (4.0.1). Arguments: files of one JSON resource per line. Prints a line for
 * each error: file, line, place and message, separated by tabs; and at the end how many resources there were.
 */
public class ValidateResources {
  public static void main(String[] files) throws IOException {
    FhirValidator validator = createValidator();
    int resources = 0;
    for (String file : files) {
      List<String> lines = Files.readAllLines(Path.of(file));
      for (int index = 0; index < lines.size(); index++) {
        resources++;
        for (SingleValidationMessage message : validator.validateWithResult(lines.get(index)).getMessages()) {
          if (message.getSeverity().ordinal() < ResultSeverityEnum.ERROR.ordinal()) continue;
          String text = message.getMessage().replaceAll("\\s+", " ");
          System.out.println(String.join("\t", file, String.valueOf(index + 1), String.valueOf(message.getLocationString()), text));
        }
      }
    }
    System.out.println(resources + " resources");
  }

  /** Profiles that are not part of FHIR itself, and code systems whose codes are not published with it, are not checked. */
  private static FhirValidator createValidator() {
    FhirContext context = FhirContext.forR4();
    FhirInstanceValidator instance =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context)));
    instance.setAnyExtensionsAllowed(true);
    instance.setErrorForUnknownProfiles(false);
    return context.newValidator().registerValidatorModule(instance);
  }
}
