import static java.util.concurrent.TimeUnit.MILLISECONDS;

import ca.uhn.fhir.batch2.api.IJobMaintenanceService;
import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.binary.api.IBinaryStorageSvc;
import ca.uhn.fhir.jpa.binstore.MemoryBinaryStorageSvcImpl;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.jpa.subscription.submit.config.SubscriptionSubmitterConfig;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.persistence.EntityManagerFactory;
import java.util.Properties;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** A HAPI FHIR JPA server (R4) with bulk export, whose data live in the memory of the process. Argument: the port. */
@SpringBootConfiguration
@ImportAutoConfiguration(ServletWebServerFactoryAutoConfiguration.class)
@Import({
  JpaR4Config.class,
  HapiJpaConfig.class,
  JpaBatch2Config.class,
  Batch2JobsConfig.class,
  SubscriptionChannelConfig.class,
  SubscriptionSubmitterConfig.class,
  ThreadPoolFactoryConfig.class
})
public class HapiPeer {
  public static void main(String[] arguments) {
    System.setProperty("server.address", "127.0.0.1");
    System.setProperty("server.port", arguments[0]);
    SpringApplication application = new SpringApplication(HapiPeer.class);
    // The configurations of HAPI refer to each other.
    application.setAllowCircularReferences(true);
    IJobMaintenanceService jobs = application.run().getBean(IJobMaintenanceService.class);
    // HAPI moves its export jobs on once a minute; here they move on as soon as they can.
    Executors.newSingleThreadScheduledExecutor().scheduleWithFixedDelay(jobs::runMaintenancePass, 0, 200, MILLISECONDS);
    System.out.println("HAPI is ready.");
  }

  @Bean
  DataSource dataSource() {
    BasicDataSource source = new BasicDataSource();
    source.setDriver(new org.h2.Driver());
    source.setUrl("jdbc:h2:mem:hapi;DB_CLOSE_DELAY=-1");
    source.setUsername("sa");
    source.setMaxTotal(30);
    return source;
  }

  @Bean
  @Primary
  LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource source, ConfigurableListableBeanFactory beans, FhirContext context, JpaStorageSettings settings) {
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, context, settings);
    factory.setPersistenceUnitName("hapi");
    factory.setDataSource(source);
    Properties properties = new Properties();
    properties.put("hibernate.dialect", HapiFhirH2Dialect.class.getName());
    properties.put("hibernate.hbm2ddl.auto", "update");
    properties.put("hibernate.search.enabled", "false");
    factory.setJpaProperties(properties);
    return factory;
  }

  @Bean
  @Primary
  JpaTransactionManager transactionManager(EntityManagerFactory factory) {
    return new JpaTransactionManager(factory);
  }

  @Bean
  JpaStorageSettings storageSettings() {
    JpaStorageSettings settings = new JpaStorageSettings();
    settings.setBulkExportFileMaximumCapacity(500);
    // Ids and references of the data stay as they are, and nothing of another file has to be there first.
    settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
    settings.setEnforceReferentialIntegrityOnWrite(false);
    settings.setAutoCreatePlaceholderReferenceTargets(false);
    return settings;
  }

  @Bean
  SubscriptionSettings subscriptionSettings() {
    return new SubscriptionSettings();
  }

  @Bean
  PartitionSettings partitionSettings() {
    return new PartitionSettings();
  }

  @Bean
  IBinaryStorageSvc binaryStorage() {
    return new MemoryBinaryStorageSvcImpl();
  }

  @Bean
  ServletRegistrationBean<RestfulServer> fhirServlet(
      IFhirSystemDao<?, ?> system,
      IJpaSystemProvider systemProvider,
      ResourceProviderFactory resourceProviders,
      JpaStorageSettings settings,
      ISearchParamRegistry parameters,
      IValidationSupport validation,
      DatabaseBackedPagingProvider paging,
      BulkDataExportProvider bulkExport,
      org.springframework.core.env.Environment environment) {
    RestfulServer server = new RestfulServer(system.getContext());
    server.registerProviders(resourceProviders.createProviders());
    server.registerProvider(systemProvider);
    server.registerProvider(bulkExport);
    server.setServerConformanceProvider(
        new JpaCapabilityStatementProvider(server, system, settings, parameters, validation));
    server.setPagingProvider(paging);
    server.setServerAddressStrategy(
        new HardcodedServerAddressStrategy("http://127.0.0.1:" + environment.getProperty("server.port") + "/fhir"));
    ServletRegistrationBean<RestfulServer> servlet = new ServletRegistrationBean<>(server, "/fhir/*");
    servlet.setLoadOnStartup(1);
    return servlet;
  }
}
